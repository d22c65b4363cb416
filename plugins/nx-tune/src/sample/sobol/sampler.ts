import type { SampleRequest } from '../types.js';
import type { Values } from '../../spec/types.js';
import { words } from '../hash.js';
import { activeValues } from '../space/active.js';
import { fromUnit } from '../space/domain.js';
import { scramble } from './scramble.js';
import { sobolBits } from './sequence.js';

/** Coordinate of point `point` in (0, 1), scrambled by a hash of `key`. */
function coordinate(key: readonly (string | number)[], dimension: number, point: number): number {
  const [first, second] = words(...key);
  return (scramble(sobolBits(dimension, point), [first!, second!]) + 0.5) / 2 ** 32;
}

/** Point `point` of a scrambled Sobol sequence in (0, 1)^dimensions, a function of the arguments alone. */
export function sobolCube(key: readonly (string | number)[], dimensions: number, point: number): Float64Array {
  return Float64Array.from({ length: dimensions }, (_, d) => coordinate([...key, d], d, point));
}

/**
 * Trial i >= 1 is point i - 1 of a scrambled sequence: a function of (seed, stream, i). Each parameter is a
 * dimension, in the order of declaration, with a scrambling of its own.
 */
export function sampleSobol({ seed, stream, index, ...around }: SampleRequest): Values {
  return activeValues(around, ({ name, domain }, d) => fromUnit(domain, coordinate([seed, stream, name], d, index - 1)));
}
