import { expect, test } from 'vitest';
import { failed, observed } from '../../test/select/observations.js';
import type { Observation } from '../results/types.js';
import type { Condition, Direction } from '../spec/types.js';
import { isUsable, rank } from './rank.js';

const phase = (direction: Direction, gate: readonly Condition[] = []) => ({
  objective: { direction, metric: 'score' },
  gate,
});
const order = (observations: readonly Observation[], of: ReturnType<typeof phase>): string[] =>
  rank(observations, of).map(({ observation }) => observation.trial);

test('the objective decides, in its direction', () => {
  const trials = [observed(0, 0.2), observed(1, 0.9), observed(2, -1)];
  expect(order(trials, phase('maximize'))).toEqual(['a_CRITICAL_001', 'a_CRITICAL_000', 'a_CRITICAL_002']);
  expect(order(trials, phase('minimize'))).toEqual(['a_CRITICAL_002', 'a_CRITICAL_000', 'a_CRITICAL_001']);
});

test('of equal ones the higher tier comes first, then the lower index, in whatever order they are given', () => {
  const trials = [
    observed(0, 1, { tier: 'FINETUNE' }),
    observed(2, 1),
    observed(0, 1, { tier: 'IMPORTANT' }),
    observed(1, 1),
  ];
  const expected = ['a_CRITICAL_001', 'a_CRITICAL_002', 'a_IMPORTANT_000', 'a_FINETUNE_000'];
  for (const direction of ['maximize', 'minimize'] as const) {
    expect(order(trials, phase(direction))).toEqual(expected);
    expect(order(trials.toReversed(), phase(direction))).toEqual(expected);
  }
});

test('trials that meet the gate come first, however good the others are', () => {
  const limited = phase('maximize', [{ metric: 'cost', op: '<', limit: 10 }]);
  const trials = [
    observed(0, 0.9, { metrics: { score: 0.9, cost: 11 } }),
    observed(1, 0.1, { metrics: { score: 0.1, cost: 9 } }),
    observed(2, 0.95, { metrics: { score: 0.95 } }), // a metric that is absent meets no condition
    observed(3, 0.2, { metrics: { score: 0.2, cost: 10 } }),
  ];
  expect(rank(trials, limited).map(({ observation, passes }) => [observation.index, passes])).toEqual([
    [1, true],
    [2, false],
    [0, false],
    [3, false],
  ]);
});

test('trials without a finite objective are last and pass no gate, not even an empty one', () => {
  const trials = [
    failed(0),
    observed(1, NaN),
    observed(2, null),
    observed(3, -Infinity),
    observed(4, -1e300),
  ];
  for (const direction of ['maximize', 'minimize'] as const) {
    const ranked = rank(trials, phase(direction));
    expect(ranked.map(({ observation }) => observation.index)[0]).toBe(4);
    expect(ranked.map(({ passes }) => passes)).toEqual([true, false, false, false, false]);
  }
});

test('a trial that did not run to its end cannot be selected, whatever it reported', () => {
  const usable = (['complete', 'failed', 'pruned', 'skipped'] as const).map((status) =>
    isUsable(observed(0, 1, { status })),
  );
  expect(usable).toEqual([true, false, false, false]);
});
