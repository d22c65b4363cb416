import { expect, test } from 'vitest';
import { readFixture } from '../../test/reference/fixture.js';
import { LengthError } from './arrays.js';
import { largestSingularValue, lipschitzConstant } from './lipschitz.js';

const reference = readFixture('vae_metrics');
const rows = reference.number('jacobian_rows');
const columns = reference.number('columns');
const jacobians = reference.array('jacobians');

test('every largest singular value equals NumPy', () => {
  const expected = reference.array('singular_values');
  for (const [i, value] of expected.entries()) {
    const matrix = jacobians.subarray(i * rows * columns, (i + 1) * rows * columns);
    expect(largestSingularValue(matrix, rows, columns)).toBeCloseTo(value, 10);
  }
});

test('lipschitz_constant is the largest of them', () => {
  const expected = reference.number('lipschitz_constant');
  expect(lipschitzConstant(jacobians, rows, columns)).toBeCloseTo(expected, 10);
});

test('two singular values that nearly tie', () => {
  const value = largestSingularValue(reference.array('near_tie'), rows, columns);
  expect(value).toBeCloseTo(reference.number('near_tie_value'), 10);
});

test('exact ties, tiny and huge values, and no values at all', () => {
  expect(largestSingularValue(Float64Array.of(2, 0, 0, 2), 2, 2)).toBeCloseTo(2, 12);
  expect(largestSingularValue(Float64Array.of(3e-80, 4e-80), 1, 2)).toBeCloseTo(5e-80, 90);
  expect(largestSingularValue(Float64Array.of(3e80, 4e80), 2, 1)! / 5e80).toBeCloseTo(1, 12);
  expect(lipschitzConstant(new Float64Array(8), 2, 2)).toBe(0);
});

test('no point and NaN give no value', () => {
  expect(lipschitzConstant(new Float64Array(0), 2, 2)).toBeUndefined();
  expect(lipschitzConstant(Float64Array.of(1, NaN, 0, 1), 2, 2)).toBeUndefined();
});

test('a length that is no multiple of a matrix is a mistake', () => {
  expect(() => lipschitzConstant(new Float64Array(7), 2, 2)).toThrow(new LengthError('jacobians', 8, 7));
});
