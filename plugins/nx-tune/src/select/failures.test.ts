import { expect, test } from 'vitest';
import { failed, observed } from '../../test/select/observations.js';
import { specOf } from '../../test/spec/written.js';
import { groupByReason, lostTier, NoObjectiveError, TooManyFailedError } from './failures.js';

const phase = specOf(`
program: { command: run }
parameters:
  x: { phase: a, range: [0, 1] }
  y: { phase: a, tier: IMPORTANT, range: [0, 1] }
phases:
  a: { objective: maximize score, trials: 4 }
`).phases[0]!;

test('failed trials are grouped by reason, the most frequent first, with four names at most', () => {
  const trials = ['t0', 't1', 't2', 't3', 't4', 't5'].map((trial) => ({ trial, reason: 'exit code 3' }));
  expect(groupByReason([{ trial: 'u0', reason: 'signal SIGSEGV' }, ...trials])).toBe(
    ['  6 × exit code 3: t0, t1, t2 and 3 more', '  1 × signal SIGSEGV: u0'].join('\n'),
  );
  expect(groupByReason(trials.slice(0, 4))).toBe('  4 × exit code 3: t0, t1, t2, t3');
});

test('a tier is lost when more than the allowed share of its trials failed, not when just as many did', () => {
  const half = [observed(0, 1), observed(1, 1), failed(2), failed(3)];
  expect(lostTier(phase, half, 0.5)).toBeUndefined();
  expect(lostTier(phase, [failed(0), ...half.slice(1)], 0.5)?.tier).toBe('CRITICAL');
  expect(lostTier(phase, half, 0.49)?.tier).toBe('CRITICAL');
});

test('each tier is counted by itself', () => {
  const trials = [observed(0, 1), observed(1, 1), observed(2, 1), observed(3, 1)];
  const important = [0, 1, 2].map((index) => failed(index, { tier: 'IMPORTANT' }));
  expect(lostTier(phase, [...trials, ...important], 0.5)?.tier).toBe('IMPORTANT');
});

test('with a share of 0 one failure loses the tier, with a share of 1 none does, and no failure never does', () => {
  const all = [0, 1, 2, 3].map((index) => failed(index));
  expect(lostTier(phase, [failed(0)], 0)?.tier).toBe('CRITICAL');
  expect(lostTier(phase, all, 1)).toBeUndefined();
  expect(lostTier(phase, [observed(0, null, { status: 'pruned' })], 0)).toBeUndefined();
});

test('the errors say what was allowed, what happened and what to do', () => {
  const reasons = [
    { trial: 'a_CRITICAL_000', reason: 'exit code 1' },
    { trial: 'a_CRITICAL_002', reason: 'exit code 1' },
    { trial: 'a_CRITICAL_003', reason: 'out of memory (exit code 137)' },
  ];
  const where = { pipeline: 'demo', phase: 'a', tier: 'CRITICAL', trials: 4, maxFailed: 0.125 } as const;
  expect(new TooManyFailedError(where, reasons).message).toBe(
    [
      'Expected at most 13 % of tier CRITICAL of phase `a` to fail (`runtime.max_failed`), 3 of 4 trials did:',
      '  2 × exit code 1: a_CRITICAL_000, a_CRITICAL_002',
      '  1 × out of memory (exit code 137): a_CRITICAL_003',
      'Mend the cause and run the same command again, after `nx run demo:retry-failed` if the program itself did not change.',
    ].join('\n'),
  );
  expect(new NoObjectiveError(phase, reasons.slice(0, 1), 4).message).toBe(
    [
      'Expected a trial of phase `a` to report its objective `score`, none of 4 trials did. Failed trials:',
      '  1 × exit code 1: a_CRITICAL_000',
    ].join('\n'),
  );
  expect(new NoObjectiveError(phase, [], 4).message).toBe(
    'Expected a trial of phase `a` to report its objective `score`, none of 4 trials did.',
  );
});
