import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { erfcx, logCdf, logMass } from './normal.js';

const reference = JSON.parse(readFileSync(new URL('../reference/numeric.json', import.meta.url), 'utf8')) as {
  erfcx: [number, number][];
  logCdf: [number, number][];
  logMass: [number, number, number][];
};

/** Relative to the expected value, or absolute below 1e-3. */
function closeTo(found: number, expected: number, tolerance: number): void {
  expect(Math.abs(found - expected)).toBeLessThanOrEqual(tolerance * Math.max(1e-3, Math.abs(expected)));
}

describe('against 50 digits of mpmath', () => {
  it.each(reference.erfcx)('erfcx(%d)', (x, expected) => {
    closeTo(erfcx(x), expected, 2e-15);
  });

  it.each(reference.logCdf)('logCdf(%d)', (z, expected) => {
    closeTo(logCdf(z), expected, 4e-15);
  });

  it.each(reference.logMass)('logMass(%d, %d)', (a, b, expected) => {
    closeTo(logMass(a, b), expected, 2e-14);
  });
});
