import { expect, test } from 'vitest';
import { comesFrom, origin } from './phase.js';

const artifact = { metadata: { model: '{}', ...origin(7, { beta: 0.02, dim: 16 }) } };

test('an artifact comes from equal parameters, in any order and with those of later phases beside them', () => {
  expect(comesFrom(artifact, 7, { lambda: 0.7, dim: 16, beta: 0.02 })).toBe(true);
});

test.each([
  ['another value', 7, { beta: 0.03, dim: 16 }],
  ['a missing one', 7, { beta: 0.02 }],
  ['another seed', 8, { beta: 0.02, dim: 16 }],
])('and not from %s', (_, seed, params) => {
  expect(comesFrom(artifact, seed, params)).toBe(false);
});

test('nor does one that does not say', () => {
  expect(comesFrom({ metadata: { model: '{}' } }, 7, {})).toBe(false);
});
