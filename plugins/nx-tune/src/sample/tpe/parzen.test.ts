import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Domain, Parameter, Values } from '../../spec/types.js';
import { generator } from '../hash.js';
import { Encoding } from '../space/encoding.js';
import { bandwidths } from './bandwidth.js';
import { draw, logDensity, parzen } from './parzen.js';

const cases = JSON.parse(readFileSync(new URL('../reference/tpe.json', import.meta.url), 'utf8')) as {
  below: Values[];
  above: Values[];
  queries: Values[];
  logRatio: number[];
}[];

function parameter(name: string, domain: Domain, when?: Values): Parameter {
  return { name, phase: 'p', tier: 'CRITICAL', domain, default: 0, ...(when && { when }) };
}

// As in reference/tpe.py.
const SPACE = [
  parameter('linear', { kind: 'range', low: -2, high: 3, scale: 'linear' }),
  parameter('log', { kind: 'range', low: 1e-5, high: 1e-1, scale: 'log' }),
  parameter('integer', { kind: 'range', low: 3, high: 9, scale: 'linear', step: 1 }),
  parameter('stepped', { kind: 'range', low: 0, high: 1, scale: 'linear', step: 0.25 }),
  parameter('choice', { kind: 'choices', choices: ['a', 'b', 'c', 'd'] }),
];

const CONDITIONAL = [
  parameter('deep', { kind: 'choices', choices: [true, false] }),
  parameter('width', { kind: 'range', low: 0, high: 1, scale: 'linear' }, { deep: true }),
  parameter('level', { kind: 'range', low: 1, high: 3, scale: 'log', step: 1 }),
];

describe('logDensity', () => {
  it.each([...cases.entries()])(
    "has the ratios of Optuna's estimators: %d",
    (_, { below, above, queries, logRatio }) => {
      const encoding = new Encoding({ space: SPACE, incumbent: {} });
      const encode = (values: Values) => encoding.encode(values);
      const [low, high] = [parzen(encoding, below.map(encode)), parzen(encoding, above.map(encode))];
      queries.forEach((values, i) => {
        const found = logDensity(low, encode(values)) - logDensity(high, encode(values));
        expect(found).toBeCloseTo(logRatio[i]!, 9);
      });
    },
  );

  it('is uniform without observations but for the prior of numbers', () => {
    const encoding = new Encoding({ space: SPACE, incumbent: {} });
    const model = parzen(encoding, []);
    const at = (choice: string) =>
      logDensity(model, encoding.encode({ linear: 0.5, log: 1e-3, integer: 6, stepped: 0.5, choice }));
    expect(at('a')).toBe(at('c'));
  });

  it('integrates to 1 over a conditional space', () => {
    const encoding = new Encoding({ space: CONDITIONAL, incumbent: {} });
    const observed = [
      { deep: true, width: 0.2, level: 1 },
      { deep: true, width: 0.25, level: 3 },
      { deep: false, level: 2 },
      { deep: false, level: 1 },
    ];
    const model = parzen(
      encoding,
      observed.map((values) => encoding.encode(values)),
    );
    const steps = 400;
    // The part of the uniform density that each value of `level` has.
    const shares = [1, 2, 3].map((level) => {
      const [from, to] = encoding.cell(2, encoding.encode({ level })[2]!)!;
      return to - from;
    });
    let total = 0;
    for (const [i, level] of [1, 2, 3].entries()) {
      const flat = Math.exp(logDensity(model, encoding.encode({ deep: false, level })));
      let deep = 0;
      for (let k = 0; k < steps; k++) {
        deep += Math.exp(logDensity(model, encoding.encode({ deep: true, width: (k + 0.5) / steps, level })));
      }
      total += shares[i]! * 0.5 * (flat + deep / steps);
    }
    expect(shares.reduce((a, b) => a + b)).toBeCloseTo(1, 12);
    expect(total).toBeCloseTo(1, 5);
  });
});

describe('draw', () => {
  it('follows the density', () => {
    const encoding = new Encoding({ space: SPACE, incumbent: {} });
    const model = parzen(
      encoding,
      cases[1]!.below.map((values) => encoding.encode(values)),
    );
    const random = generator('draw');
    const count = 20_000;
    const drawn = Array.from({ length: count }, () => draw(model, random));
    // Each marginal by a chi-square over cells: 27.9 is the 0.1 % point of 9 degrees of freedom, 16.3 that of 3.
    const marginal = (d: number, cells: number) => {
      const found = Array.from({ length: cells }, () => 0);
      for (const point of drawn) found[Math.min(cells - 1, Math.floor(point[d]! * cells))]!++;
      return found;
    };
    const expected = (d: number, cells: number) => {
      const alone = parzen(
        new Encoding({ space: [SPACE[d]!], incumbent: {} }),
        cases[1]!.below.map((values) => new Encoding({ space: [SPACE[d]!], incumbent: {} }).encode(values)),
      );
      return Array.from({ length: cells }, (_, cell) => {
        let mass = 0;
        for (let k = 0; k < 50; k++)
          mass += Math.exp(logDensity(alone, Float64Array.of((cell + (k + 0.5) / 50) / cells)));
        return (count * mass) / 50 / cells;
      });
    };
    const chiSquare = (d: number, cells: number) => {
      const wanted = expected(d, cells);
      return marginal(d, cells).reduce((sum, n, i) => sum + (n - wanted[i]!) ** 2 / wanted[i]!, 0);
    };
    expect(chiSquare(0, 10)).toBeLessThan(27.9);
    expect(chiSquare(1, 10)).toBeLessThan(27.9);
    expect(chiSquare(2, 7)).toBeLessThan(22.5);
    expect(chiSquare(3, 5)).toBeLessThan(18.5);
  });
});

describe('bandwidths', () => {
  it('reach to the farther neighbour, the ends counting for a lone centre only', () => {
    expect(bandwidths([0.3])).toEqual([0.7]);
    const widths = bandwidths([0.5, 0.1, 0.9]);
    expect(widths.map((width) => width.toFixed(12))).toEqual([
      '0.400000000000',
      '0.400000000000',
      '0.400000000000',
    ]);
  });

  it('stay above the clip where centres are equal', () => {
    expect(bandwidths([0.5, 0.5, 0.5])).toEqual([0.2, 0.2, 0.2]);
    expect(Math.min(...bandwidths(Array.from({ length: 300 }, (_, i) => i / 300)))).toBe(0.01);
  });
});
