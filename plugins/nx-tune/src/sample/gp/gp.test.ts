import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { classify, logProbability, probability } from './classification.js';
import { constrain, logMet, logMetWithSlopes } from './constraint.js';
import { fit, negativeLogPosterior } from './fit.js';
import { logImprovement } from './improvement.js';
import { pairs, type Points } from './kernel.js';
import { logLikelihood, regress } from './regression.js';

interface Table {
  X: number[][];
  y: number[];
  lengthscales: number[];
  signal: number;
  noise: number;
  queries: number[][];
  mean: number[];
  deviation: number[];
}

interface Reference {
  regression: (Table & { logLikelihood: number; gradient: number[] })[];
  mixed: Table & { nominal: boolean[] };
  classification: (Table & {
    labels: boolean[];
    logEvidence: number;
    latentMean: number[];
    latentDeviation: number[];
    probability: number[];
    probabilityBySklearn: number[];
  })[];
  fit: { X: number[][]; y: number[]; negativeLogPosterior: number; x: number[] }[];
}

function read(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`../reference/${name}.json`, import.meta.url), 'utf8'));
}
const reference = read('gp') as Reference;
const { logImprovement: improvements } = read('numeric') as { logImprovement: number[][] };

function pointsOf(rows: readonly number[][], nominal = rows[0]!.map(() => false)): Points {
  return { rows: rows.map((row) => Float64Array.from(row)), nominal };
}
const hyperOf = ({ lengthscales, signal, noise }: Table) => {
  return { lengthscales: Float64Array.from(lengthscales), signal, noise };
};

/** The largest difference, relative to the expected value or to 1 where that is smaller. */
function off(found: ArrayLike<number>, expected: readonly number[]): number {
  expect(found).toHaveLength(expected.length);
  return Math.max(...expected.map((value, i) => Math.abs(found[i]! - value) / Math.max(1, Math.abs(value))));
}

/** Central differences of `f` at `x`. */
function differences(f: (x: Float64Array) => number, x: Float64Array, step = 1e-5): number[] {
  return Array.from(x, (value, d) => (f(x.with(d, value + step)) - f(x.with(d, value - step))) / (2 * step));
}

describe('regression', () => {
  it.each([...reference.regression.entries()])(
    "has scikit-learn's likelihood, gradient and predictions: %d",
    (_, table) => {
      const points = pointsOf(table.X);
      const y = Float64Array.from(table.y);
      const { value, gradient } = logLikelihood(pairs(points), y, hyperOf(table));
      expect(off([value], [table.logLikelihood])).toBeLessThan(1e-9);
      expect(off(gradient, table.gradient)).toBeLessThan(1e-6);

      const latent = regress(points, y, hyperOf(table));
      const predicted = table.queries.map((query) => latent.predict(Float64Array.from(query)));
      expect(
        off(
          predicted.map(({ mean }) => mean),
          table.mean,
        ),
      ).toBeLessThan(1e-8);
      expect(
        off(
          predicted.map(({ deviation }) => deviation),
          table.deviation,
        ),
      ).toBeLessThan(1e-7);
    },
  );

  it("has Optuna's predictions where parameters are nominal", () => {
    const { X, y, nominal, queries, mean, deviation } = reference.mixed;
    const latent = regress(pointsOf(X, nominal), Float64Array.from(y), hyperOf(reference.mixed));
    const predicted = queries.map((query) => latent.predict(Float64Array.from(query)));
    expect(
      off(
        predicted.map((each) => each.mean),
        mean,
      ),
    ).toBeLessThan(1e-9);
    expect(
      off(
        predicted.map((each) => each.deviation),
        deviation,
      ),
    ).toBeLessThan(1e-9);
  });

  it('has the slopes of its predictions, 0 along nominal dimensions', () => {
    const { X, y, nominal, queries } = reference.mixed;
    const latent = regress(pointsOf(X, nominal), Float64Array.from(y), hyperOf(reference.mixed));
    for (const query of queries) {
      const x = Float64Array.from(query);
      const { slopes } = latent.predictWithSlopes(x);
      const numeric = (f: (x: Float64Array) => number) =>
        differences(f, x).map((s, d) => (nominal[d] ? 0 : s));
      expect(
        off(
          slopes.mean,
          numeric((at) => latent.predict(at).mean),
        ),
      ).toBeLessThan(1e-7);
      expect(
        off(
          slopes.deviation,
          numeric((at) => latent.predict(at).deviation),
        ),
      ).toBeLessThan(1e-7);
    }
  });
});

describe('fit', () => {
  it.each([...reference.fit.entries()])(
    'is as high as the best of 20 starts with SciPy, or within 0.1: %d',
    (_, table) => {
      const y = Float64Array.from(table.y);
      const among = pairs(pointsOf(table.X));
      const at = negativeLogPosterior(among, y, Float64Array.from(table.x));
      expect(off([at.value], [table.negativeLogPosterior])).toBeLessThan(1e-6);

      const { lengthscales, signal, noise } = fit(among, y);
      const found = Float64Array.from([...lengthscales, signal, noise], Math.log);
      expect(negativeLogPosterior(among, y, found).value).toBeLessThan(table.negativeLogPosterior + 0.1);
    },
  );

  it('climbs along the gradient of likelihood times priors', () => {
    const { X, y } = reference.fit[0]!;
    const among = pairs(pointsOf(X));
    const x = Float64Array.of(-0.5, 0.3, 0.2, -6);
    const { gradient } = negativeLogPosterior(among, Float64Array.from(y), x);
    const numeric = differences((at) => negativeLogPosterior(among, Float64Array.from(y), at).value, x);
    expect(off(gradient, numeric)).toBeLessThan(1e-6);
  });
});

describe('classification', () => {
  it.each([...reference.classification.entries()])(
    "has scikit-learn's evidence and latent function: %d",
    (_, table) => {
      const model = classify(pointsOf(table.X), table.labels, hyperOf(table));
      expect(off([model.logEvidence], [table.logEvidence])).toBeLessThan(1e-6);
      const predicted = table.queries.map((query) => model.latent.predict(Float64Array.from(query)));
      expect(
        off(
          predicted.map(({ mean }) => mean),
          table.latentMean,
        ),
      ).toBeLessThan(1e-4);
      expect(
        off(
          predicted.map(({ deviation }) => deviation),
          table.latentDeviation,
        ),
      ).toBeLessThan(1e-4);
      // The logistic averaged by quadrature, then scikit-learn's own approximation of it.
      const probabilities = table.queries.map((query) => probability(model, Float64Array.from(query)));
      expect(off(probabilities, table.probability)).toBeLessThan(0.02);
      expect(off(probabilities, table.probabilityBySklearn)).toBeLessThan(0.02);
    },
  );

  it('has the slopes of its log probability', () => {
    const table = reference.classification[0]!;
    const model = classify(pointsOf(table.X), table.labels, hyperOf(table));
    for (const query of table.queries) {
      const x = Float64Array.from(query);
      const { value, gradient } = logProbability(model, x);
      expect(value).toBeCloseTo(Math.log(probability(model, x)), 12);
      expect(
        off(
          gradient,
          differences((at) => logProbability(model, at).value, x),
        ),
      ).toBeLessThan(1e-7);
    }
  });
});

describe('constraints', () => {
  const { X, y } = reference.fit[0]!;
  const among = pointsOf(X);
  /** The first is met by some, the second by all, the third by none. */
  const margins = y.map((value) => [100 * (value - 0.2), 1 + value ** 2, -5]);

  it('are those conditions that a trial missed', () => {
    expect(constrain(among, margins)).toHaveLength(2);
  });

  it('are most likely met where trials met them, and least where they missed them', () => {
    const [constraint] = constrain(among, margins);
    const chances = among.rows.map((x) => Math.exp(logMet(constraint!, x)));
    const [met, missed] = [true, false].map((yes) => chances.filter((_, i) => margins[i]![0]! >= 0 === yes));
    expect(Math.min(...met!)).toBeGreaterThan(0.5);
    expect(Math.max(...missed!)).toBeLessThan(0.5);
  });

  it('do not depend on the unit of the metric', () => {
    const [constraint] = constrain(among, margins);
    const [scaled] = constrain(
      among,
      margins.map((each) => each.map((margin) => 1e6 * margin)),
    );
    const chances = [scaled!, constraint!].map((each) => among.rows.map((x) => logMet(each, x)));
    expect(off(chances[0]!, chances[1]!)).toBeLessThan(1e-6);
  });

  it('that all trials missed by the same are nowhere known to be met', () => {
    const [, third] = constrain(among, margins);
    for (const x of among.rows) expect(logMet(third!, x)).toBeLessThan(Math.log(0.2));
  });

  it('have the slopes of their log probability', () => {
    const [constraint] = constrain(among, margins);
    for (const x of [Float64Array.of(0.3, 0.6), Float64Array.of(0.9, 0.1)]) {
      const { value, gradient } = logMetWithSlopes(constraint!, x);
      expect(value).toBeCloseTo(logMet(constraint!, x), 12);
      const numeric = differences((at) => logMet(constraint!, at), x);
      expect(off(gradient, numeric)).toBeLessThan(1e-5);
    }
  });
});

describe('logImprovement', () => {
  it.each(improvements)('of mean %d, deviation %d over %d, by 120 digits of mpmath', (...row) => {
    const [mean, deviation, best, ...expected] = row as [number, number, number, number, number, number];
    const { value, byMean, byDeviation } = logImprovement(mean, deviation, best);
    [value, byMean, byDeviation].forEach((found, i) => {
      expect(Math.abs(found / expected[i]! - 1)).toBeLessThan(1e-11);
    });
  });
});
