import { expect, test } from 'vitest';
import { parseObjective } from './objective.js';
import { formatTarget, meetsTarget, parseTarget } from './target.js';
import type { Objective, Target } from './types.js';

test.each<[string, Target]>([
  ['>= 0.93', { op: '>=', limit: 0.93 }],
  ['<10', { op: '<', limit: 10 }],
  [' 0.1..1.0 ', { op: 'within', low: 0.1, high: 1 }],
  ['minimize', { op: 'minimize' }],
  ['maximize', { op: 'maximize' }],
])('reads target %j', (text, target) => {
  expect(parseTarget(text)).toEqual(target);
});

test.each(['', '0.93', '== 1', '>= x', '1..0', 'Minimize', 'minimise', 'accuracy >= 1'])(
  'refuses target %j',
  (text) => {
    expect(parseTarget(text)).toBeUndefined();
  },
);

test.each(['>= 0.93', '0.1..1', 'minimize'])('writes target %j as it was read', (text) => {
  expect(formatTarget(parseTarget(text)!)).toBe(text);
});

test.each<[string, number | undefined, boolean | undefined]>([
  ['>= 0.93', 0.93, true],
  ['>= 0.93', 0.92, false],
  ['>= 0.93', NaN, false],
  ['>= 0.93', undefined, false],
  ['0.1..1.0', 0.05, false],
  ['minimize', 3, undefined],
  ['maximize', undefined, undefined],
])('target %j with %j is met: %j', (text, value, met) => {
  expect(meetsTarget(parseTarget(text)!, value)).toBe(met);
});

test.each<[string, Objective]>([
  ['maximize accuracy', { direction: 'maximize', metric: 'accuracy' }],
  ['  minimize   nll_heldout ', { direction: 'minimize', metric: 'nll_heldout' }],
])('reads objective %j', (text, objective) => {
  expect(parseObjective(text)).toEqual(objective);
});

test.each(['', 'accuracy', 'maximize', 'maximise accuracy', 'maximize a b', 'maximize 8at'])(
  'refuses objective %j',
  (text) => {
    expect(parseObjective(text)).toBeUndefined();
  },
);
