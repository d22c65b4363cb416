import { expect, test } from 'vitest';
import { failed, observed } from '../../test/select/observations.js';
import { parseCondition } from '../spec/index.js';
import type { Observation } from '../results/types.js';
import { GateClosedError, gateResults } from './gate.js';
import { rank } from './rank.js';

const gateOf = (...conditions: string[]) => conditions.map((text) => parseCondition(text)!);

test('each condition is held against the trial, with the ends of an interval inside', () => {
  const gate = gateOf('score >= 0.5', 'cost < 10', 'divergence 0.1..1', 'other > 0');
  expect(gateResults(gate, { score: 0.5, cost: 10, divergence: 1 })).toEqual([
    { condition: 'score >= 0.5', metric: 'score', value: 0.5, passed: true },
    { condition: 'cost < 10', metric: 'cost', value: 10, passed: false },
    { condition: 'divergence 0.1..1', metric: 'divergence', value: 1, passed: true },
    { condition: 'other > 0', metric: 'other', value: null, passed: false },
  ]);
});

function messageOf(gate: readonly string[], observations: readonly Observation[]): string {
  const phase = {
    name: 'a',
    objective: { direction: 'maximize', metric: 'score' },
    gate: gateOf(...gate),
  } as const;
  return new GateClosedError(phase, rank(observations, phase)).message;
}

const ADVICE =
  'Widen the ranges, add trials, loosen the gate, or set `runtime.gate: warn` to go on with the best there is.';

test('a closed gate names metric, limit, the best value seen and how many trials pass', () => {
  const trials = [
    observed(0, 0.4, { metrics: { score: 0.4, cost: 5, divergence: 3 } }),
    observed(1, 0.81234567, { metrics: { score: 0.81234567, cost: 12, divergence: 0.05 } }),
    observed(2, 0.3, { metrics: { score: 0.3, cost: 7 } }),
    failed(3),
  ];
  expect(messageOf(['score >= 0.85', 'cost < 10', 'divergence 0.1..1', 'other > 0'], trials)).toBe(
    [
      'Expected a trial of phase `a` to meet its gate, none of 3 finished trials does:',
      '  score >= 0.85: best value seen 0.8123 (a_CRITICAL_001), 0 of 3 trials pass',
      '  cost < 10: best value seen 5 (a_CRITICAL_000), 2 of 3 trials pass',
      '  divergence 0.1..1: best value seen 0.05 (a_CRITICAL_001), 0 of 3 trials pass',
      '  other > 0: no trial reported other, 0 of 3 trials pass',
      ADVICE,
    ].join('\n'),
  );
});

test('a gate whose conditions are met one by one, but by no trial together, is closed all the same', () => {
  const trials = [
    observed(0, 0.9, { metrics: { score: 0.9, cost: 20 } }),
    observed(1, 0.1, { metrics: { score: 0.1, cost: 1 } }),
  ];
  expect(messageOf(['score >= 0.85', 'cost <= 10'], trials)).toBe(
    [
      'Expected a trial of phase `a` to meet its gate, none of 2 finished trials does:',
      '  score >= 0.85: best value seen 0.9 (a_CRITICAL_000), 1 of 2 trials pass',
      '  cost <= 10: best value seen 1 (a_CRITICAL_001), 1 of 2 trials pass',
      ADVICE,
    ].join('\n'),
  );
});
