import { describe, expect, it } from 'vitest';
import type { Domain, RangeDomain } from '../../spec/types.js';
import { fromUnit, size, toUnit, valueAt } from './domain.js';

const range = (low: number, high: number, more: Partial<RangeDomain> = {}): RangeDomain => ({
  kind: 'range',
  low,
  high,
  scale: 'linear',
  ...more,
});

/** Shares of the unit interval, by value. */
function shares(domain: Domain, count: number): Map<unknown, number> {
  const found = new Map<unknown, number>();
  for (let i = 0; i < count; i++) {
    const value = fromUnit(domain, (i + 0.5) / count);
    found.set(value, (found.get(value) ?? 0) + 1);
  }
  return found;
}

describe('fromUnit', () => {
  it('reaches both ends of a range', () => {
    expect([0, 0.5, 1].map((u) => fromUnit(range(-2, 6), u))).toEqual([-2, 2, 6]);
    expect([0, 0.5, 1].map((u) => fromUnit(range(0.001, 0.1, { scale: 'log' }), u))).toEqual([
      0.001, 0.01, 0.1,
    ]);
  });

  it('makes every value of a linear grid equally likely, both ends included', () => {
    const found = shares(range(2048, 8192, { step: 2048 }), 4000);
    expect([...found]).toEqual([2048, 4096, 6144, 8192].map((value) => [value, 1000]));
  });

  it('makes every choice equally likely', () => {
    const found = shares({ kind: 'choices', choices: ['a', true, 3] }, 3000);
    expect([...found]).toEqual(['a', true, 3].map((value) => [value, 1000]));
  });

  it('gives clean decimals for decimal steps', () => {
    const domain = range(0.1, 0.7, { step: 0.1 });
    expect(Array.from({ length: size(domain) }, (_, k) => valueAt(domain, k))).toEqual([
      0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7,
    ]);
    expect(valueAt(range(1e-7, 1e-6, { step: 1e-7 }), 2)).toBe(3e-7);
  });

  it('ends a grid below a `high` that no step reaches', () => {
    const domain = range(1, 10, { step: 4 });
    expect(size(domain)).toBe(3);
    expect(fromUnit(domain, 1)).toBe(9);
  });

  it('never gives negative zero', () => {
    expect(Object.is(fromUnit(range(-1, 1, { step: 1 }), 0.5), 0)).toBe(true);
    expect(Object.is(fromUnit(range(-0.1, 0.1, { step: 0.1 }), 0.5), 0)).toBe(true);
    expect(Object.is(fromUnit(range(-1, 1), 0.5), 0)).toBe(true);
  });

  it('gives grid values of a log range the share of their ratio', () => {
    const found = shares(range(1, 1000, { scale: 'log', step: 1 }), 100_000);
    expect(found.size).toBe(1000);
    // P(v) is proportional to log((v + 1/2) / (v - 1/2)); the ends of the scale are log(2/3) and log(1000.5).
    const total = Math.log(1000.5) - Math.log(1 / 1.5);
    expect(found.get(10)! / 100_000).toBeCloseTo(Math.log(10.5 / 9.5) / total, 4);
    expect(found.get(1)! / 100_000).toBeCloseTo((2 * Math.log(1.5)) / total, 4);
  });

  it('keeps a range of a single value', () => {
    expect(fromUnit(range(3, 3), 0.7)).toBe(3);
    expect(fromUnit(range(3, 3, { scale: 'log' }), 0.7)).toBe(3);
    expect(fromUnit(range(3, 3, { step: 1 }), 0.7)).toBe(3);
  });
});

describe('toUnit', () => {
  const domains: [string, Domain][] = [
    ['linear', range(-3, 5)],
    ['log', range(1e-6, 10, { scale: 'log' })],
    ['integers', range(0, 17, { step: 1 })],
    ['integers on a log scale', range(1, 4096, { scale: 'log', step: 1 })],
    ['decimals', range(0, 1, { step: 0.05 })],
    ['choices', { kind: 'choices', choices: [8, 'a', false] }],
    ['a single value', range(2, 2, { scale: 'log' })],
  ];

  it.each(domains)('is inverted by fromUnit: %s', (_, domain) => {
    for (let i = 0; i <= 500; i++) {
      const value = fromUnit(domain, i / 500);
      const u = toUnit(domain, value)!;
      expect(u).toBeGreaterThanOrEqual(0);
      expect(u).toBeLessThanOrEqual(1);
      expect(fromUnit(domain, u)).toBe(value);
    }
  });

  it('knows no place for a value outside of the domain', () => {
    expect(toUnit(range(0, 1), 1.5)).toBeUndefined();
    expect(toUnit(range(0, 1), NaN)).toBeUndefined();
    expect(toUnit(range(0, 1), '0.5')).toBeUndefined();
    expect(toUnit({ kind: 'choices', choices: [1, 2] }, 3)).toBeUndefined();
  });
});
