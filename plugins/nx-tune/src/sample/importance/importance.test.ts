import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Domain, Parameter, Value, Values } from '../../spec/types.js';
import { mainEffects } from './fanova.js';
import { importance } from './index.js';
import { grow, value, type Tree } from './tree.js';

const reference = JSON.parse(
  readFileSync(new URL('../reference/importance.json', import.meta.url), 'utf8'),
) as {
  trials: { values: Values; objective: number }[];
  optuna: Record<string, number>;
  exact: Record<string, number>;
};

function parameter(name: string, domain: Domain, initial: Value, when?: Values): Parameter {
  return { name, phase: 'p', tier: 'CRITICAL', domain, default: initial, ...(when && { when }) };
}
const UNIT: Domain = { kind: 'range', low: 0, high: 1, scale: 'linear' };

// As in reference/importance.py.
const SPACE = [
  parameter('x', UNIT, 0.5),
  parameter('y', { kind: 'range', low: 1e-4, high: 1, scale: 'log' }, 0.01),
  parameter('z', UNIT, 0.5),
  parameter('kind', { kind: 'choices', choices: ['a', 'b', 'c'] }, 'a'),
];
const TRIALS = reference.trials.map((trial, index) => ({ index, ...trial }));

describe('importance', () => {
  it("comes within 0.1 of the exact shares of variance, nearer than Optuna's forests", () => {
    const { parameters, interactions, quality } = importance(SPACE, TRIALS);
    const found = new Map(parameters.map((each) => [each.parameter, each.importance]));
    const miss = (shares: (name: string) => number) =>
      Object.entries(reference.exact).map(([name, exact]) => Math.abs(shares(name) - exact));
    const ours = miss((name) => found.get(name)!);
    expect(Math.max(...ours)).toBeLessThan(0.1);
    expect(Math.max(...ours)).toBeLessThan(Math.max(...miss((name) => reference.optuna[name]!)));
    expect(parameters.map((each) => each.parameter)).toEqual(['x', 'y', 'kind', 'z']);
    expect(interactions).toBeLessThan(0.15);
    expect(quality.trials).toBe(150);
    expect(quality.r2).toBeGreaterThan(0.9);
    expect(quality).toEqual({ trials: 150, r2: quality.r2, reliable: true });
  });

  it('gives equal numbers for equal trials, and leaves failed ones out', () => {
    const some = TRIALS.slice(0, 40);
    const failed = [null, NaN, Infinity].map((objective, i) => ({ ...TRIALS[i]!, index: 40 + i, objective }));
    expect(importance(SPACE, [...some, ...failed])).toEqual(importance(SPACE, some));
  });

  it('finds what only acts together', () => {
    const trials = Array.from({ length: 100 }, (_, index) => {
      const [x, z] = [(index % 10) / 10 + 0.05, Math.floor(index / 10) / 10 + 0.05];
      return { index, values: { x, z }, objective: Math.sign(x - 0.5) * Math.sign(z - 0.5) };
    });
    const { parameters, interactions } = importance([SPACE[0]!, SPACE[2]!], trials);
    expect(interactions).toBeGreaterThan(0.7);
    expect(parameters[0]!.importance).toBeLessThan(0.2);
  });

  it('counts an inactive parameter as being at its default', () => {
    const space = [
      parameter('deep', { kind: 'choices', choices: [true, false] }, true),
      parameter('width', { kind: 'choices', choices: ['s', 'm', 'l'] }, 'm', { deep: true }),
    ];
    const trials = Array.from({ length: 60 }, (_, index) => {
      const values: Values =
        index % 2 ? { deep: false } : { deep: true, width: ['s', 'm', 'l'][(index / 2) % 3]! };
      return { index, values, objective: index % 2 ? 5 : 1 };
    });
    const { parameters } = importance(space, trials);
    expect(parameters[0]).toEqual({ parameter: 'deep', importance: 1 });
    expect(parameters[1]).toEqual({ parameter: 'width', importance: 0 });
  });

  it('says when there are too few trials for the number of parameters', () => {
    expect(importance(SPACE, TRIALS.slice(0, 11)).quality).toMatchObject({
      trials: 11,
      reliable: false,
      reason: 'Too few trials to tell: 11, where 4 parameters need 12.',
    });
    expect(importance([SPACE[0]!], []).quality).toEqual({
      trials: 0,
      r2: 0,
      reliable: false,
      reason: 'Too few trials to tell: 0, where 1 parameters need 10.',
    });
  });

  it('says when the trials do not predict each other', () => {
    const noise = TRIALS.slice(0, 40).map((trial, i) => ({ ...trial, objective: (i * 7919) % 13 }));
    expect(importance(SPACE, noise).quality).toMatchObject({
      trials: 40,
      reliable: false,
      reason:
        'Too few trials to tell: of the variance of the objective, 0 % can be predicted from the other trials; it takes 20 %.',
    });
  });

  it('has nothing to share out where all trials are equal', () => {
    const { parameters, interactions, quality } = importance(
      SPACE,
      TRIALS.map((trial) => ({ ...trial, objective: 3 })),
    );
    expect(parameters.every((each) => each.importance === 0)).toBe(true);
    expect(interactions).toBe(0);
    expect(quality.reliable).toBe(false);
  });
});

describe('mainEffects', () => {
  const LEVELS = [undefined, undefined, [0.125, 0.375, 0.625, 0.875]];

  /** The same by brute force: the tree's marginals over a fine lattice. */
  function byLattice(tree: Tree): number[] {
    const axis = Array.from({ length: 32 }, (_, k) => (k + 0.5) / 32);
    const axes = [axis, axis, LEVELS[2]!];
    const sums = axes.map((each) => each.map(() => 0));
    let [count, total, squares] = [0, 0, 0];
    axes[0]!.forEach((x, i) => {
      axes[1]!.forEach((y, j) => {
        axes[2]!.forEach((kind, k) => {
          const at = value(tree, Float64Array.of(x, y, kind));
          [count, total, squares] = [count + 1, total + at, squares + at ** 2];
          [i, j, k].forEach((cell, d) => (sums[d]![cell]! += at));
        });
      });
    });
    const variance = squares / count - (total / count) ** 2;
    return sums.map((each) => {
      const marginals = each.map((sum) => (sum * each.length) / count);
      return marginals.reduce((sum, m) => sum + (m - total / count) ** 2, 0) / each.length / variance;
    });
  }

  it('equals brute force over the space', () => {
    // Coordinates whose midpoints lie between the lattice's points.
    const points = Array.from({ length: 16 }, (_, i) =>
      Float64Array.of(((i * 11) % 16) / 16, ((i * 5) % 8) / 8, LEVELS[2]![(i * 3) % 4]!),
    );
    const outcomes = Float64Array.from(
      points,
      ([x, y, kind]) => Math.sin(7 * x!) + 2 * y! * kind! + kind! ** 2,
    );
    const tree = grow({ points, outcomes, nominal: [false, false, true] }, [...points.keys()]);
    const brute = byLattice(tree);
    mainEffects(tree, LEVELS).forEach((effect, d) => {
      expect(effect).toBeCloseTo(brute[d]!, 10);
    });
    expect(points.every((point, i) => value(tree, point) === outcomes[i])).toBe(true);
  });
});
