import { describe, expect, it } from 'vitest';
import { cholesky, inverse, NotPositiveDefiniteError, solveLower, solveUpper } from './linear.js';

/** The Hilbert-like matrix 1 / (i + j + 1) + [i = j], row by row. */
function matrix(n: number): Float64Array {
  return Float64Array.from({ length: n * n }, (_, at) => {
    const [i, j] = [Math.floor(at / n), at % n];
    return 1 / (i + j + 1) + Number(i === j);
  });
}

function multiply(a: Float64Array, x: Float64Array): number[] {
  const n = x.length;
  return Array.from(x, (_, i) => x.reduce((sum, value, j) => sum + a[i * n + j]! * value, 0));
}

describe.each([1, 2, 3, 4, 5, 8, 13])('of size %d', (n) => {
  it('the factor times its transpose is the matrix', () => {
    const l = cholesky(matrix(n), n);
    for (let i = 0; i < n; i++) {
      for (let j = 0; j <= i; j++) {
        let sum = 0;
        for (let k = 0; k <= j; k++) sum += l[i * n + k]! * l[j * n + k]!;
        expect(sum).toBeCloseTo(matrix(n)[i * n + j]!, 13);
      }
    }
  });

  it('solving with both triangles, and multiplying with the inverse, undo the matrix', () => {
    const x = Float64Array.from({ length: n }, (_, i) => Math.cos(i));
    const b = Float64Array.from(multiply(matrix(n), x));
    const l = cholesky(matrix(n), n);
    const solved = solveUpper(l, solveLower(l, b));
    const multiplied = multiply(inverse(l, n), b);
    x.forEach((value, i) => {
      expect(solved[i]).toBeCloseTo(value, 12);
      expect(multiplied[i]).toBeCloseTo(value, 12);
    });
  });
});

it('refuses a matrix that is not positive definite', () => {
  expect(() => cholesky(Float64Array.of(1, 0, 2, 4), 2)).toThrow(new NotPositiveDefiniteError(1, 0));
  expect(new NotPositiveDefiniteError(1, 0).message).toBe(
    'Expected a positive definite matrix, got the pivot `0` (number) in row 1.',
  );
  expect(() => cholesky(Float64Array.of(NaN), 1)).toThrow(new NotPositiveDefiniteError(0, NaN));
});
