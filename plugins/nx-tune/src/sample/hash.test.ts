import { expect, it } from 'vitest';
import { mix, uniform, words } from './hash.js';

it('gives the words of the SHA-256 of the parts', () => {
  // printf '[7,"vae/CRITICAL","beta"]' | sha256sum
  const hex = [...words(7, 'vae/CRITICAL', 'beta')].map((w) => w.toString(16).padStart(8, '0')).join('');
  expect(hex).toBe('1a9ec02a5be190a87b42e79c76a941160c9e38a98cd4f0fb800074608ef33026');
  expect(words('a/b')).not.toEqual(words('a', 'b'));
});

it('gives numbers strictly between 0 and 1, spread evenly', () => {
  const values = Array.from({ length: 10_000 }, (_, i) => uniform('hash', i));
  expect(Math.min(...values)).toBeGreaterThan(0);
  expect(Math.max(...values)).toBeLessThan(1);
  const cells = Array.from({ length: 10 }, () => 0);
  for (const value of values) cells[Math.floor(value * 10)]!++;
  // Chi-square with 9 degrees of freedom: 27.9 is the 0.1 % point.
  expect(cells.reduce((sum, n) => sum + (n - 1000) ** 2 / 1000, 0)).toBeLessThan(27.9);
});

it('mixes as MurmurHash3 finishes', () => {
  // fmix32 of 0, 1 and 2^32 - 1, from the published definition.
  expect([0, 1, 0xffffffff].map(mix)).toEqual([0, 1364076727, 2180083513]);
});
