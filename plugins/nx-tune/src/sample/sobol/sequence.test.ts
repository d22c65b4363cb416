import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { words } from '../hash.js';
import { scramble } from './scramble.js';
import { MAX_DIMENSIONS, sobolBits } from './sequence.js';

interface Reference {
  dimensions: number[];
  blocks: { first: number; points: number[][] }[];
}

const reference = JSON.parse(
  readFileSync(new URL('../reference/sobol.json', import.meta.url), 'utf8'),
) as Reference;

function scrambled(dimension: number, index: number): number {
  const [first, second] = words('test', dimension);
  return (scramble(sobolBits(dimension, index), [first!, second!]) + 0.5) / 2 ** 32;
}

describe('sobolBits', () => {
  it.each(reference.blocks)('equals SciPy from point $first', ({ first, points }) => {
    const found = points.map((_, i) => reference.dimensions.map((d) => sobolBits(d, first + i)));
    expect(found).toEqual(points);
  });

  it('has 128 dimensions and says so', () => {
    expect(MAX_DIMENSIONS).toBe(128);
    expect(() => sobolBits(128, 0)).toThrow(
      'Expected at most 128 parameters for the `sobol` sampler, got `129` (number).',
    );
  });
});

describe('scramble', () => {
  it('is a bijection that keeps elementary intervals together', () => {
    const keys: [number, number] = [123, 456];
    for (const k of [1, 4, 10]) {
      const seen = new Set<number>();
      for (let cell = 0; cell < 2 ** k; cell++) {
        const ends = [cell * 2 ** (32 - k), (cell + 1) * 2 ** (32 - k) - 1].map((x) => scramble(x, keys));
        expect(ends[0]! >>> (32 - k)).toBe(ends[1]! >>> (32 - k));
        seen.add(ends[0]! >>> (32 - k));
      }
      expect(seen.size).toBe(2 ** k);
    }
  });

  it('leaves each elementary interval of the first two dimensions one point of 2^k', () => {
    for (let k = 0; k <= 8; k++) {
      for (let split = 0; split <= k; split++) {
        const cells = new Set<string>();
        for (let i = 0; i < 2 ** k; i++) {
          const [x, y] = [scrambled(0, i), scrambled(1, i)];
          cells.add(`${Math.floor(x * 2 ** split)} ${Math.floor(y * 2 ** (k - split))}`);
        }
        expect(cells.size).toBe(2 ** k);
      }
    }
  });

  it('moves each point uniformly over the interval', () => {
    // Point 5 under 4,096 scramblings: the Kolmogorov-Smirnov distance stays below its 0.1 % critical value.
    const values = Array.from({ length: 4096 }, (_, key) => {
      const [first, second] = words('uniform', key);
      return (scramble(sobolBits(3, 5), [first!, second!]) + 0.5) / 2 ** 32;
    }).sort((a, b) => a - b);
    const distance = Math.max(...values.map((v, i) => Math.max(v - i / 4096, (i + 1) / 4096 - v)));
    expect(distance).toBeLessThan(1.95 / Math.sqrt(4096));
  });

  it('has a tenth of the discrepancy of independent points', () => {
    const [dimensions, count] = [6, 256];
    const points = Array.from({ length: count }, (_, i) =>
      Array.from({ length: dimensions }, (_, d) => scrambled(d, i)),
    );
    const squared = centredDiscrepancy(points);
    // The expectation of the squared discrepancy over `count` independent uniform points.
    const independent = ((5 / 4) ** dimensions - (13 / 12) ** dimensions) / count;
    expect(squared).toBeLessThan(0.1 * independent);
  });
});

/** Squared centred L2 discrepancy: F. J. Hickernell, A generalized discrepancy and quadrature error bound (1998). */
function centredDiscrepancy(points: number[][]): number {
  const n = points.length;
  const away = (x: number) => Math.abs(x - 0.5);
  let single = 0;
  let double = 0;
  for (const p of points) {
    single += p.reduce((product, x) => product * (1 + away(x) / 2 - away(x) ** 2 / 2), 1);
    for (const q of points) {
      double += p.reduce((product, x, d) => {
        return product * (1 + away(x) / 2 + away(q[d]!) / 2 - Math.abs(x - q[d]!) / 2);
      }, 1);
    }
  }
  return (13 / 12) ** points[0]!.length - (2 / n) * single + double / n ** 2;
}
