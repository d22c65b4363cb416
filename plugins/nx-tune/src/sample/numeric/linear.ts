/** Dense linear algebra on square matrices stored by rows. */

/** Thrown where a matrix is not positive definite to working precision. */
export class NotPositiveDefiniteError extends Error {
  override readonly name = 'NotPositiveDefiniteError';

  constructor(row: number, pivot: number) {
    super(`Expected a positive definite matrix, got the pivot \`${pivot}\` (number) in row ${row}.`);
  }
}

/**
 * Lower Cholesky factor, in place: only the lower triangle is read and written.
 *
 * @throws NotPositiveDefiniteError
 */
export function cholesky(a: Float64Array, n: number): Float64Array {
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) {
      a[i * n + j] = (a[i * n + j]! - partialDot({ a, i: i * n, b: a, j: j * n, count: j })) / a[j * n + j]!;
    }
    const pivot = a[i * n + i]! - partialDot({ a, i: i * n, b: a, j: i * n, count: i });
    if (!(pivot > 0)) throw new NotPositiveDefiniteError(i, pivot);
    a[i * n + i] = Math.sqrt(pivot);
  }
  return a;
}

/** x of L x = b, written over `x` where it is given. */
export function solveLower(
  l: Float64Array,
  b: Float64Array,
  x: Float64Array = new Float64Array(b.length),
): Float64Array {
  const n = b.length;
  for (let i = 0; i < n; i++)
    x[i] = (b[i]! - partialDot({ a: l, i: i * n, b: x, j: 0, count: i })) / l[i * n + i]!;
  return x;
}

/** x of L^T x = b. */
export function solveUpper(l: Float64Array, b: Float64Array): Float64Array {
  const n = b.length;
  const x = Float64Array.from(b);
  for (let i = n - 1; i >= 0; i--) {
    const value = x[i]! / l[i * n + i]!;
    x[i] = value;
    for (let k = 0; k < i; k++) x[k]! -= l[i * n + k]! * value;
  }
  return x;
}

/** (L L^T)^-1, both triangles. */
export function inverse(l: Float64Array, n: number): Float64Array {
  // The transpose of L^-1, so that the product below reads along rows.
  const t = new Float64Array(n * n);
  for (let j = 0; j < n; j++) {
    t[j * n + j] = 1 / l[j * n + j]!;
    for (let i = j + 1; i < n; i++) {
      t[j * n + i] = -partialDot({ a: l, i: i * n + j, b: t, j: j * n + j, count: i - j }) / l[i * n + i]!;
    }
  }
  const result = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      const sum = partialDot({ a: t, i: i * n + i, b: t, j: j * n + i, count: n - i });
      result[i * n + j] = sum;
      result[j * n + i] = sum;
    }
  }
  return result;
}

export function dot(a: Float64Array, b: Float64Array): number {
  return partialDot({ a, i: 0, b, j: 0, count: a.length });
}

interface Ranges {
  readonly a: Float64Array;
  readonly i: number;
  readonly b: Float64Array;
  readonly j: number;
  readonly count: number;
}

/** Of `count` elements of `a` from `i` and of `b` from `j`. Four sums, since an addition waits for the one before. */
function partialDot({ a, i, b, j, count }: Ranges): number {
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  let k = 0;
  for (; k + 3 < count; k += 4) {
    s0 += a[i + k]! * b[j + k]!;
    s1 += a[i + k + 1]! * b[j + k + 1]!;
    s2 += a[i + k + 2]! * b[j + k + 2]!;
    s3 += a[i + k + 3]! * b[j + k + 3]!;
  }
  for (; k < count; k++) s0 += a[i + k]! * b[j + k]!;
  return s0 + s1 + (s2 + s3);
}
