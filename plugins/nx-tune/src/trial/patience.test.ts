import { expect, test } from 'vitest';
import { specOf } from '../../test/spec/written.js';
import type { Observation } from '../results/types.js';
import type { TrialRef } from './definition.js';
import { outOfPatience, trialsThatDecide } from './patience.js';

function refOf(index: number, keys: string): TrialRef {
  const spec = specOf(`
program: { command: program }
parameters: { x: { phase: a, range: [0, 1] } }
phases:
  a: { objective: maximize score, gate: cost < 10, sampler: { type: tpe, lag: 2 }, trials: 20, ${keys} }
`);
  const phase = spec.phases[0]!;
  return { spec, phase, tier: phase.tiers[0]!, index };
}

/** Trials with these scores; null for a failed one. */
const scored = (...scores: (number | null)[]): Observation[] =>
  scores.map((objective, index) => ({
    trial: `a_CRITICAL_00${index}`,
    phase: 'a',
    tier: 'CRITICAL',
    index,
    status: objective === null ? 'failed' : 'complete',
    values: {},
    objective,
    metrics: objective === null ? {} : { score: objective, cost: 1 },
  }));

const PATIENT = 'patience: 3';

test('a trial decides by all but the last lag - 1 before it, once those are as many as the patience', () => {
  expect([3, 4, 5, 9].map((index) => trialsThatDecide(refOf(index, PATIENT)))).toEqual([0, 3, 4, 8]);
  expect(trialsThatDecide(refOf(9, ''))).toBe(0);
});

test('the lag is that of the sampler, or for one that does not look at results the default', () => {
  expect(refOf(0, PATIENT).phase.patience).toEqual({ trials: 3, minImprovement: 0, lag: 2 });
  const spec = specOf(`
program: { command: program }
phases: { a: { objective: maximize score, patience: 3, min_improvement: 0.1 } }
`);
  expect(spec.phases[0]!.patience).toEqual({ trials: 3, minImprovement: 0.1, lag: 4 });
});

test('a tier goes on as long as one of so many trials improves', () => {
  expect(outOfPatience(refOf(8, PATIENT), scored(1, 0, 0, 2, 0, 0, 3))).toBeUndefined();
  expect(outOfPatience(refOf(8, PATIENT), scored(1, 0, 0, 2, 0, 0, 0))).toBe(
    'out of patience: 3 trials in a row did not improve on a_CRITICAL_003, score 2',
  );
});

test('a trial after the lag is not looked at, and one that improves too late does not bring the tier back', () => {
  expect(outOfPatience(refOf(4, PATIENT), scored(1, 0, 0, 0))).toBeUndefined();
  expect(outOfPatience(refOf(5, PATIENT), scored(1, 0, 0, 0))).not.toBeUndefined();
  expect(outOfPatience(refOf(6, PATIENT), scored(1, 0, 0, 0, 5))).not.toBeUndefined();
});

test('an equal trial does not improve, nor does one that is better by no more than min_improvement', () => {
  expect(outOfPatience(refOf(5, PATIENT), scored(1, 1, 1, 1))).not.toBeUndefined();
  expect(outOfPatience(refOf(5, `${PATIENT}, min_improvement: 0.5`), scored(1, 1.2, 1.5, 1.4))).toBe(
    'out of patience: 3 trials in a row did not improve on a_CRITICAL_000, score 1 by more than 0.5',
  );
  expect(
    outOfPatience(refOf(5, `${PATIENT}, min_improvement: 0.5`), scored(1, 1.2, 1.6, 1.4)),
  ).toBeUndefined();
});

test('a failed trial does not improve, and where all fail the rest is skipped as well', () => {
  expect(outOfPatience(refOf(4, PATIENT), scored(null, null, null))).toBe(
    'out of patience: none of 3 trials reported score',
  );
  expect(outOfPatience(refOf(4, PATIENT), scored(null, null, 1))).toBeUndefined();
});

test('a trial that meets the gate improves on a better one that does not, but not the other way round', () => {
  const costly = (each: Observation): Observation => ({ ...each, metrics: { ...each.metrics, cost: 99 } });
  const [best, second, third, worst] = scored(9, 8, 7, 1) as [
    Observation,
    Observation,
    Observation,
    Observation,
  ];
  expect(
    outOfPatience(refOf(5, PATIENT), [costly(best), costly(second), costly(third), worst]),
  ).toBeUndefined();
  expect(outOfPatience(refOf(5, PATIENT), [worst, costly(second), costly(third), costly(best)])).toBe(
    'out of patience: 3 trials in a row did not improve on a_CRITICAL_003, score 1',
  );
});
