import { expect, test } from 'vitest';
import { specOf } from '../../test/spec/written.js';
import type { Observation } from '../results/types.js';
import type { TrialRef } from './definition.js';
import { digestHistory, historyOf, trialsLinked, trialsSeen } from './history.js';

const refOf = (index: number, gate = ''): TrialRef => {
  const spec = specOf(`
program: { command: program }
parameters:
  x: { phase: a, range: [0, 1] }
  later: { phase: a, tier: IMPORTANT, range: [0, 1] }
phases:
  a: { objective: minimize loss, ${gate} sampler: { type: tpe, startup: 3, lag: 2 }, trials: 10 }
`);
  const phase = spec.phases[0]!;
  return { spec, phase, tier: phase.tiers[0]!, index };
};

const observed = (index: number, about: Partial<Observation> = {}): Observation => ({
  trial: `a_CRITICAL_00${index}`,
  phase: 'a',
  tier: 'CRITICAL',
  index,
  status: 'complete',
  values: { x: index / 10, later: 0.5 },
  objective: index,
  metrics: { loss: index, cost: index },
  ...about,
});

test('a trial sees none during startup, and then all but the last lag - 1 before it', () => {
  expect([0, 1, 2, 3, 4, 9].map((index) => trialsSeen(refOf(index)))).toEqual([0, 0, 0, 2, 3, 8]);
});

test('a trial is linked to those that the last of them does not depend on', () => {
  expect([2, 3, 4, 5, 6, 9].map((index) => trialsLinked(refOf(index)))).toEqual([
    [],
    [0, 1],
    [0, 1, 2],
    [2, 3],
    [3, 4],
    [6, 7],
  ]);
});

test('another observation anywhere gives another digest of the history', () => {
  const same = digestHistory([observed(0), observed(1)]);
  expect(digestHistory([observed(0), observed(1)])).toEqual(same);
  expect(digestHistory([observed(0, { objective: 7 }), observed(1)])).not.toEqual(same);
  expect(same.trials).toBe(2);
});

test('the sampler is told of exactly those, with the values of the tier alone', () => {
  const observations = [0, 1, 2, 3].map((index) => observed(index));
  expect(historyOf(refOf(3), observations)).toEqual([
    { index: 0, values: { x: 0 }, objective: 0 },
    { index: 1, values: { x: 0.1 }, objective: 1 },
  ]);
});

test('a failed trial has no objective, and one that misses the gate or a metric of it is not feasible', () => {
  const observations = [
    observed(0, { status: 'failed', objective: null, metrics: {} }),
    observed(1),
    observed(2, { values: { later: 0.5 } }),
  ];
  expect(historyOf(refOf(4, 'gate: cost < 2,'), observations)).toEqual([
    { index: 0, values: { x: 0 }, objective: null, feasible: false },
    { index: 1, values: { x: 0.1 }, objective: 1, feasible: true, margins: [1] },
    { index: 2, values: {}, objective: 2, feasible: false, margins: [0] },
  ]);
});
