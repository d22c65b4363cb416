import { expect, test } from 'vitest';
import { marginsOf, evaluate, formatCondition, parseCondition } from './condition.js';
import type { Condition } from './types.js';

test.each<[string, Condition]>([
  ['accuracy >= 0.85', { metric: 'accuracy', op: '>=', limit: 0.85 }],
  ['accuracy>0', { metric: 'accuracy', op: '>', limit: 0 }],
  ['  rmse   <=  5e-2 ', { metric: 'rmse', op: '<=', limit: 0.05 }],
  ['loss < -1', { metric: 'loss', op: '<', limit: -1 }],
  ['kl_divergence 0.1..1.0', { metric: 'kl_divergence', op: 'within', low: 0.1, high: 1 }],
  ['kl 1..2', { metric: 'kl', op: 'within', low: 1, high: 2 }],
  ['kl -1.5 .. -1.5', { metric: 'kl', op: 'within', low: -1.5, high: -1.5 }],
  ['at_8 .5...75', { metric: 'at_8', op: 'within', low: 0.5, high: 0.75 }],
])('reads %j', (text, condition) => {
  expect(parseCondition(text)).toEqual(condition);
});

test.each([
  '',
  'accuracy',
  '>= 0.85',
  'accuracy >=',
  'accuracy == 1',
  'accuracy => 1',
  'accuracy >= high',
  'accuracy >= 0x10',
  'accuracy >= Infinity',
  'accuracy >= 1e999',
  'accuracy >= 1 2',
  '8accuracy >= 1',
  '_accuracy >= 1',
  'two words >= 1',
  'kl 1..0.1',
  'kl 0.1..',
  'kl ..1',
  'kl 0.1...',
  'kl 0.1..0.5..1',
])('refuses %j', (text) => {
  expect(parseCondition(text)).toBeUndefined();
});

test.each(['accuracy >= 0.85', 'rmse < 1e-7', 'kl 0.1..1', 'loss > -3'])(
  'writes %j as it was read',
  (text) => {
    expect(formatCondition(parseCondition(text)!)).toBe(text);
  },
);

test.each<[string, number | undefined, boolean]>([
  ['m >= 1', 1, true],
  ['m >= 1', 0.999, false],
  ['m > 1', 1, false],
  ['m > 1', Infinity, true],
  ['m <= 1', 1, true],
  ['m <= 1', 1.001, false],
  ['m < 1', 1, false],
  ['m < 1', -5, true],
  ['m 0..1', 0, true],
  ['m 0..1', 1, true],
  ['m 0..1', -0.001, false],
  ['m 0..1', 1.001, false],
  ['m < 1', NaN, false],
  ['m 0..1', NaN, false],
  ['m < 1', undefined, false],
])('%j of %j is %j', (text, value, holds) => {
  expect(evaluate(parseCondition(text)!, value)).toBe(holds);
});

test('margins are in units of the metric, from 0 up where the condition is met, one for each end of an interval', () => {
  const gate = ['score >= 0.5', 'cost < 10', 'kl 0.1..1'].map((text) => parseCondition(text)!);
  expect(marginsOf(gate, { score: 0.75, cost: 12, kl: 0.5 })).toEqual([0.25, -2, 0.4, 0.5]);
  expect(marginsOf(gate, { score: 0.75, cost: 12 })).toBeUndefined();
  expect(marginsOf([], {})).toEqual([]);
});
