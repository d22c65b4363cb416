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
    const row = i * n;
    for (let j = 0; j <= i; j++) {
      const other = j * n;
      let sum = a[row + j]!;
      for (let k = 0; k < j; k++) sum -= a[row + k]! * a[other + k]!;
      if (i !== j) {
        a[row + j] = sum / a[other + j]!;
      } else if (sum > 0) {
        a[row + i] = Math.sqrt(sum);
      } else {
        throw new NotPositiveDefiniteError(i, sum);
      }
    }
  }
  return a;
}

/** x of L x = b. */
export function solveLower(l: Float64Array, b: Float64Array): Float64Array {
  const n = b.length;
  const x = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    let sum = b[i]!;
    for (let k = 0; k < i; k++) sum -= l[i * n + k]! * x[k]!;
    x[i] = sum / l[i * n + i]!;
  }
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
  // Rows of the transpose of L^-1, so that the product below reads along rows.
  const t = new Float64Array(n * n);
  for (let j = 0; j < n; j++) {
    t[j * n + j] = 1 / l[j * n + j]!;
    for (let i = j + 1; i < n; i++) {
      let sum = 0;
      for (let k = j; k < i; k++) sum -= l[i * n + k]! * t[j * n + k]!;
      t[j * n + i] = sum / l[i * n + i]!;
    }
  }
  const result = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = 0;
      for (let k = i; k < n; k++) sum += t[i * n + k]! * t[j * n + k]!;
      result[i * n + j] = sum;
      result[j * n + i] = sum;
    }
  }
  return result;
}

export function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}
