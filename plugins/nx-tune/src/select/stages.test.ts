import { describe, expect, it, test } from 'vitest';
import { failed, observed } from '../../test/select/observations.js';
import { specOf } from '../../test/spec/written.js';
import type { Observation } from '../results/types.js';
import { contendersOf, standardDeviation } from './contenders.js';
import { trialsOf } from './go-on.js';
import { rungCounts } from './stages.js';

const [PHASE] = specOf(`
program: { command: run it }
parameters:
  x: { phase: a, range: [0, 1] }
  steps: { phase: a, range: [1, 9], step: 1 }
phases:
  a:
    objective: maximize score
    gate: loss <= 1
    trials: 9
    stop: { type: halving, budget: steps, min: 1, metric: minimize loss }
    replicates: { seeds: 3, top: 2 }
`).phases;
const phase = PHASE!;

const at = (rung: number) => (rung === 0 ? {} : { stage: { kind: 'rung', number: rung } as const });
const trial = (index: number, loss: number, rung = 0, score = 0): Observation =>
  observed(index, score, { trial: `t${index}_${rung}`, metrics: { score, loss }, ...at(rung) });
const pruned = (index: number, rung: number): Observation =>
  observed(index, null, { status: 'pruned', trial: `t${index}_${rung}`, ...at(rung) });
const seed = (index: number, number: number, different: Partial<Observation>): Observation =>
  observed(index, null, { trial: `s${index}_${number}`, stage: { kind: 'seed', number }, ...different });

describe('the trials that go on to a rung', () => {
  const goOn = (...before: Observation[]): readonly number[] =>
    trialsOf(phase, { kind: 'rung', number: 1 }, before).go_on;

  it('are the best third by the metric, among equals the first, and the incumbent beside them', () => {
    const losses = [9, 5, 3, 8, 1, 1, 3];
    expect(goOn(...losses.map((loss, index) => trial(index, loss)))).toEqual([0, 4, 5]);
    // In whatever order they are read.
    expect(goOn(...losses.map((loss, index) => trial(index, loss)).reverse())).toEqual([0, 4, 5]);
  });

  it('are at least one', () => {
    expect(goOn(trial(0, 1), trial(1, 2))).toEqual([0, 1]);
  });

  it('are none that failed or lacks the metric, though these count among those that entered', () => {
    const lacking = observed(5, 3, { metrics: { score: 3 } });
    expect(goOn(failed(0), failed(1), failed(2), failed(3), trial(4, 7), lacking, trial(6, 5))).toEqual([
      4, 6,
    ]);
  });

  it('are of those that entered the rung before', () => {
    const before = [
      trial(0, 1, 1),
      trial(1, 9, 1),
      trial(2, 8, 1),
      ...[3, 4, 5, 6, 7, 8].map((each) => pruned(each, 1)),
    ];
    expect(goOn(...before)).toEqual([0, 2]);
  });
});

test('the trials that are repeated are the best of the last rung, those that pass the gate first', () => {
  const last = [trial(0, 0.5, 2, 1), trial(1, 2, 2, 9), trial(2, 0.5, 2, 3), failed(3, at(2)), pruned(4, 2)];
  expect(trialsOf(phase, { kind: 'seed', number: 1 }, last)).toEqual({ go_on: [0, 2] });
});

describe('the trials that the best is among', () => {
  const rungs = [
    ...[0, 1, 2].map((index) => trial(index, 1, 0, 5 + index)),
    ...[0, 1].map((index) => trial(index, 1, 1, 5 + index)),
    pruned(2, 1),
  ];

  it('are those of the highest rung that has one with an objective', () => {
    const crashed = failed(0, { trial: 't0_2', ...at(2) });
    const found = contendersOf(phase, [...rungs, crashed, pruned(1, 2), pruned(2, 2)]);
    expect(found.map(({ judged }) => judged.trial)).toEqual(['t0_1', 't1_1', 't2_1']);
  });

  it('are, where some were repeated, those, by the means over seeds that came to a result', () => {
    const seeds = [
      seed(0, 1, { objective: 8, metrics: { score: 8, loss: 3, extra: 1 } }),
      seed(0, 2, { status: 'failed' }),
      seed(1, 1, { status: 'skipped' }),
      seed(1, 2, { status: 'skipped' }),
    ];
    const [only, ...others] = contendersOf(phase, [...rungs, ...seeds]);
    expect(others).toEqual([]);
    expect(only!.original).toEqual(rungs[3]);
    expect(only!.judged).toEqual({ ...rungs[3], objective: 6.5, metrics: { score: 6.5, loss: 2 } });
    expect(only!.runs.map(({ trial: name }) => name)).toEqual(['t0_1', 's0_1']);
  });

  it('are all, where no replicate was begun', () => {
    const seeds = [0, 1, 2].map((index) => seed(index, 1, { status: 'skipped' }));
    expect(contendersOf(phase, [...rungs, ...seeds]).map(({ judged }) => judged.trial)).toEqual([
      't0_1',
      't1_1',
      't2_1',
    ]);
  });
});

test('the counts of each rung', () => {
  const lost = failed(3);
  const second = [trial(0, 1, 1), trial(1, 1, 1), pruned(2, 1), pruned(3, 1)];
  const third = [trial(0, 1, 2), pruned(1, 2), pruned(2, 2), pruned(3, 2)];
  const counts = rungCounts(phase, [trial(0, 1), trial(1, 1), trial(2, 1), lost, ...second, ...third]);
  expect(counts).toEqual([
    { tier: 'CRITICAL', rung: 0, budget: { steps: 1 }, entered: 4, failed: 1, went_on: 2, pruned: 2 },
    { tier: 'CRITICAL', rung: 1, budget: { steps: 3 }, entered: 2, failed: 0, went_on: 1, pruned: 1 },
    { tier: 'CRITICAL', rung: 2, budget: { steps: 9 }, entered: 1, failed: 0 },
  ]);
});

test('the standard deviation is that of a sample', () => {
  expect(standardDeviation([2, 4, 4, 4, 5, 5, 7, 9])).toBeCloseTo(Math.sqrt(32 / 7), 12);
  expect(standardDeviation([1])).toBeUndefined();
});
