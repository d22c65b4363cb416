import { expect, test } from 'vitest';
import { contains, formatDomain, hasTypeOf, isIntegral, middle } from './domain.js';
import type { Domain, RangeDomain, Value } from './types.js';

const unit: RangeDomain = { kind: 'range', low: 0, high: 1, scale: 'linear' };
const tenths: RangeDomain = { kind: 'range', low: 0.1, high: 0.9, scale: 'linear', step: 0.1 };
const steps: RangeDomain = { kind: 'range', low: 2048, high: 8192, scale: 'linear', step: 2048 };
const log: RangeDomain = { kind: 'range', low: 0.01, high: 1, scale: 'log' };
const heads: Domain = { kind: 'choices', choices: [4, 8] };
const mixed: Domain = { kind: 'choices', choices: ['auto', true, 1] };

test.each<[Domain, Value, boolean]>([
  [unit, 0, true],
  [unit, 1, true],
  [unit, 1.0001, false],
  [unit, -0.0001, false],
  [unit, '0.5', false],
  [unit, NaN, false],
  [tenths, 0.1 + 0.1 + 0.1, true],
  [tenths, 0.7, true],
  [tenths, 0.75, false],
  [steps, 4096, true],
  [steps, 4097, false],
  [heads, 8, true],
  [heads, 6, false],
  [heads, '8', false],
  [mixed, true, true],
  [mixed, 'true', false],
])('%j contains %j: %j', (domain, value, inside) => {
  expect(contains(domain, value)).toBe(inside);
});

test.each<[Domain, Value]>([
  [unit, 0.5],
  [log, 0.1],
  [steps, 4096],
  [tenths, 0.5],
  [heads, 4],
  [mixed, 'auto'],
])('the middle of %j is %j', (domain, value) => {
  const found = middle(domain);
  if (typeof value === 'number') expect(found).toBeCloseTo(value, 12);
  else expect(found).toBe(value);
  expect(contains(domain, found)).toBe(true);
});

test.each<[Domain, Value, boolean]>([
  [unit, 7.5, true],
  [unit, '7', false],
  [steps, 100, true],
  [steps, 100.5, false],
  [heads, 5, true],
  [heads, true, false],
  [mixed, 'other', true],
])('%j has the type of %j: %j', (domain, value, same) => {
  expect(hasTypeOf(domain, value)).toBe(same);
});

test('integers need integer ends and an integer step', () => {
  expect([unit, tenths, steps, { ...steps, step: 0.5 }, { ...steps, low: 0.5 }].map(isIntegral)).toEqual([
    false,
    false,
    true,
    false,
    false,
  ]);
});

test.each<[Domain, string]>([
  [log, 'within `0.01..1`'],
  [steps, 'within `2048..8192` in steps of 2048'],
  [heads, '`4` or `8`'],
  [mixed, 'one of `auto`, `true` or `1`'],
])('%j reads %j', (domain, text) => {
  expect(formatDomain(domain)).toBe(text);
});
