import { expect, test } from 'vitest';
import { cholesky, inverseFromFactor, logDeterminant, NotPositiveDefiniteError } from './cholesky.js';

// By hand: L = [[2, 0, 0], [1, 3, 0], [-1, 2, 1]].
const matrix = Float64Array.of(4, 2, -2, 2, 10, 5, -2, 5, 6);

test('factor and determinant of a matrix done by hand', () => {
  const factor = cholesky(matrix, 3);
  expect([...factor]).toEqual([2, 0, 0, 1, 3, 0, -1, 2, 1]);
  expect(logDeterminant(factor, 3)).toBeCloseTo(Math.log(36), 12);
});

test('the upper triangle is not read', () => {
  const lower = Float64Array.of(4, NaN, NaN, 2, 10, NaN, -2, 5, 6);
  expect([...cholesky(lower, 3)]).toEqual([2, 0, 0, 1, 3, 0, -1, 2, 1]);
});

test('the inverse times the matrix is the identity, beyond the unrolled four', () => {
  const size = 13;
  const big = new Float64Array(size * size).map((_, i) => {
    const [row, column] = [Math.floor(i / size), i % size];
    return Math.exp(-Math.abs(row - column) / 3) + (row === column ? 0.01 : 0);
  });
  const inverse = inverseFromFactor(cholesky(big, size), size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) {
      let sum = 0;
      for (let k = 0; k < size; k++) sum += big[i * size + k]! * inverse[k * size + j]!;
      expect(sum).toBeCloseTo(i === j ? 1 : 0, 10);
    }
  }
});

test.each([
  ['indefinite', [1, 2, 2, 1], 1, -3],
  ['singular', [1, 1, 1, 1], 1, 0],
  ['not a number', [NaN, 0, 0, 1], 0, NaN],
  ['infinite', [1, 0, 0, Infinity], 1, Infinity],
])('a matrix that is %s is named with its pivot', (_, values, row, pivot) => {
  const error = new NotPositiveDefiniteError(row, pivot);
  expect(() => cholesky(Float64Array.from(values), 2)).toThrow(error);
  expect(error.message).toBe(
    `Expected the matrix to be positive definite, got the pivot ${pivot} in row ${row}.`,
  );
});
