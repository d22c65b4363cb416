import { TooManyDimensionsError } from '../errors.js';
import { JOE_KUO } from './directions.js';

const BITS = 32;

interface Row {
  readonly degree: number;
  /** Inner coefficients of the primitive polynomial, most significant first. */
  readonly coefficients: number;
  readonly initial: readonly number[];
}

const ROWS: readonly Row[] = JOE_KUO.split('\n').map((line) => {
  const [, degree, coefficients, ...initial] = line.split(' ').map(Number);
  return { degree: degree!, coefficients: coefficients!, initial };
});

/** The first dimension is the van der Corput sequence and needs no row. */
export const MAX_DIMENSIONS = ROWS.length + 1;

const expanded = new Map<number, Uint32Array>();

/** Direction numbers v_1..v_32 of a dimension, as 32-bit fractions. */
function directionNumbers(dimension: number): Uint32Array {
  const known = expanded.get(dimension);
  if (known) return known;
  if (dimension >= MAX_DIMENSIONS) throw new TooManyDimensionsError(dimension + 1, MAX_DIMENSIONS);
  const row = ROWS[dimension - 1];
  const made = row ? expand(row) : Uint32Array.from({ length: BITS }, (_, k) => 2 ** (BITS - 1 - k));
  expanded.set(dimension, made);
  return made;
}

/** The recurrence (3) of P. Bratley and B. L. Fox, Algorithm 659, ACM TOMS 14, 88-100 (1988). */
function expand({ degree, coefficients, initial }: Row): Uint32Array {
  const v = new Uint32Array(BITS);
  for (let k = 0; k < BITS; k++) {
    if (k < degree) {
      v[k] = initial[k]! << (BITS - 1 - k);
      continue;
    }
    let next = v[k - degree]! ^ (v[k - degree]! >>> degree);
    for (let j = 1; j < degree; j++) {
      if ((coefficients >>> (degree - 1 - j)) & 1) next ^= v[k - j]!;
    }
    v[k] = next;
  }
  return v;
}

/**
 * Coordinate of point `index` of the unscrambled Sobol sequence, times 2^32. The order is that of the Gray code
 * (I. A. Antonov and V. M. Saleev, 1979), so each aligned block of 2^k points is a net.
 *
 * @param dimension from 0 to MAX_DIMENSIONS - 1
 * @param index integer from 0 to 2^32 - 1
 * @throws TooManyDimensionsError
 */
export function sobolBits(dimension: number, index: number): number {
  const v = directionNumbers(dimension);
  let gray = (index ^ (index >>> 1)) >>> 0;
  let x = 0;
  for (let k = 0; gray !== 0; k++, gray >>>= 1) {
    if (gray & 1) x ^= v[k]!;
  }
  return x >>> 0;
}
