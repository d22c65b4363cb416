import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { minimize, type Evaluation } from './minimize.js';

const { minima } = JSON.parse(
  readFileSync(new URL('../reference/numeric.json', import.meta.url), 'utf8'),
) as {
  minima: { start: number[]; lower: number[]; upper: number[]; x: number[]; value: number }[];
};
const LIMITS = { maxEvaluations: 500, tolerance: 1e-8 };

function rosenbrock(x: Float64Array): Evaluation {
  const gradient = new Float64Array(x.length);
  let value = 0;
  for (let i = 0; i + 1 < x.length; i++) {
    const [a, b] = [x[i]!, x[i + 1]! - x[i]! ** 2];
    value += 100 * b ** 2 + (1 - a) ** 2;
    gradient[i]! += -400 * a * b - 2 * (1 - a);
    gradient[i + 1]! += 200 * b;
  }
  return { value, gradient };
}

describe('minimize', () => {
  it.each(minima)("finds SciPy's L-BFGS-B minimum from $start within $lower .. $upper", (problem) => {
    const box = { lower: Float64Array.from(problem.lower), upper: Float64Array.from(problem.upper) };
    const found = minimize(rosenbrock, Float64Array.from(problem.start), box, LIMITS);
    expect(found.value).toBeCloseTo(problem.value, 8);
    problem.x.forEach((x, i) => {
      expect(found.x[i]).toBeCloseTo(x, 5);
    });
    expect(found.evaluations).toBeLessThan(120);
  });

  it('stays within its evaluations and never ends above its start', () => {
    const start = Float64Array.of(-1.2, 1);
    const box = { lower: Float64Array.of(-5, -5), upper: Float64Array.of(5, 5) };
    for (const maxEvaluations of [1, 2, 3, 7]) {
      let calls = 0;
      const counted = (x: Float64Array) => {
        calls++;
        return rosenbrock(x);
      };
      const found = minimize(counted, start, box, { maxEvaluations, tolerance: 0 });
      expect(calls).toBe(found.evaluations);
      expect(calls).toBeLessThanOrEqual(maxEvaluations);
      expect(found.value).toBeLessThanOrEqual(rosenbrock(start).value);
    }
  });

  it('steps back from values that are not finite', () => {
    // -log(x) + x has its minimum at 1 and no value below 0.
    const f = ([x = 0]: Float64Array) => ({
      value: x > 0 ? x - Math.log(x) : NaN,
      gradient: Float64Array.of(1 - 1 / x),
    });
    const box = { lower: Float64Array.of(-10), upper: Float64Array.of(10) };
    expect(minimize(f, Float64Array.of(8), box, LIMITS).x[0]).toBeCloseTo(1, 6);
  });
});
