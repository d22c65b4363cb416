import type { SampleRequest } from '../types.js';
import type { Values } from '../../spec/types.js';
import { words } from '../hash.js';
import { activeValues } from '../space/active.js';
import { fromUnit } from '../space/domain.js';
import { scramble } from './scramble.js';
import { sobolBits } from './sequence.js';

/** Coordinate of point `point` in (0, 1), with the scrambling of `key`. */
function coordinate(key: readonly [number, number], dimension: number, point: number): number {
  return (scramble(sobolBits(dimension, point), key) + 0.5) / 2 ** 32;
}

function scrambling(...parts: readonly (string | number)[]): [number, number] {
  const [first, second] = words(...parts);
  return [first!, second!];
}

/** Points 0 to count - 1 of a scrambled Sobol sequence in (0, 1)^dimensions, a function of the arguments alone. */
export function sobolCube(
  key: readonly (string | number)[],
  dimensions: number,
  count: number,
): Float64Array[] {
  const keys = Array.from({ length: dimensions }, (_, d) => scrambling(...key, d));
  return Array.from({ length: count }, (_, i) =>
    Float64Array.from(keys, (each, d) => coordinate(each, d, i)),
  );
}

/**
 * Trial i >= 1 is point i - 1 of a scrambled sequence: a function of (seed, stream, i). Each parameter is a
 * dimension, in the order of declaration, with a scrambling of its own.
 */
export function sampleSobol({ seed, stream, index, ...around }: SampleRequest): Values {
  return activeValues(around, ({ name, domain }, d) => {
    return fromUnit(domain, coordinate(scrambling(seed, stream, name), d, index - 1));
  });
}
