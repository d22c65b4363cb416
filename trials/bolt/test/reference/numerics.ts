import { expect } from 'vitest';

/** Every element within `tolerance` of the expected one, absolutely or as a share of it. */
export function expectArrayCloseTo(found: Float64Array, expected: Float64Array, tolerance: number): void {
  expect(found.length).toBe(expected.length);
  const misses = Array.from(expected, (value, i) => ({ i, value, found: found[i]! })).filter(
    ({ value, found: other }) => !(Math.abs(other - value) <= tolerance * Math.max(1, Math.abs(value))),
  );
  expect(misses).toEqual([]);
}

/** Gradient by central differences. */
export function finiteDifferences(
  value: (x: Float64Array) => number,
  at: Float64Array,
  step = 1e-5,
): Float64Array {
  return at.map((centre, i) => {
    const [above, below] = [centre + step, centre - step].map((x) => value(at.with(i, x)));
    return (above! - below!) / (2 * step);
  });
}
