import { expect, test } from 'vitest';
import { rankCorrelations, varianceShares } from './importance.js';
import type { Facts, ImportanceRow } from './facts.js';

const row = (parameter: string, importance: number, rest: Partial<ImportanceRow> = {}): ImportanceRow => ({
  phase: 'head',
  parameter,
  tier: 'CRITICAL',
  trials: 20,
  method: 'spearman',
  importance,
  chance: 0.45,
  ...rest,
});

const judged = (...importance: ImportanceRow[]) =>
  rankCorrelations({ importance } as unknown as Facts, 'head');

test('rank correlations come strongest first, those of other phases left out', () => {
  const scores = judged(row('a', 0.2), row('b', 0.9), row('c', 1, { phase: 'encoder' }))?.scores;
  expect(scores?.map(({ parameter }) => parameter)).toEqual(['b', 'a']);
});

test('no parameter judged', () => {
  expect(judged()).toBeUndefined();
});

test('a warning names each tier whose trials are too few to tell, and no other', () => {
  const rows = [row('a', 0.2), row('b', 0.9, { tier: 'IMPORTANT', trials: 8, chance: 0.741 })];
  expect(judged(...rows)?.warning).toBe(
    '⚠️ **Too few trials to tell:** 8 trials in tier IMPORTANT, where chance alone reaches 0.74 in 5 % of cases.',
  );
  expect(judged(row('a', 0.2))?.warning).toBeUndefined();
});

const shares = {
  parameters: [
    { parameter: 'rate', importance: 0.6 },
    { parameter: 'depth', importance: 0.1 },
  ],
  interactions: 0.3,
  quality: { trials: 24, r2: 0.714, reliable: true },
};

test('shares of variance say how they were computed', () => {
  expect(varianceShares(shares)).toEqual({
    label: 'Share of the objective’s variance that the parameter explains by itself',
    method:
      'Computed by functional analysis of variance (fANOVA: Hutter, Hoos and Leyton-Brown, 2014) of a random forest ' +
      'that was fitted to the 24 complete trials of all tiers. Several parameters together explain another 30 %. ' +
      'The forest predicts 71 % of the variance of trials that it did not see.',
    warning: undefined,
    scores: [
      { parameter: 'rate', importance: 0.6, chance: null, trials: 24 },
      { parameter: 'depth', importance: 0.1, chance: null, trials: 24 },
    ],
  });
});

test('shares that cannot be relied on carry the reason', () => {
  const reason = 'Too few trials to tell: 8, where 4 parameters need 12.';
  expect(
    varianceShares({ ...shares, quality: { trials: 8, r2: -0.2, reliable: false, reason } })?.warning,
  ).toBe('⚠️ **Too few trials to tell:** 8, where 4 parameters need 12.');
});

test('a constant objective has nothing to share out', () => {
  expect(varianceShares({ ...shares, parameters: [{ parameter: 'rate', importance: 0 }] })).toBeUndefined();
});
