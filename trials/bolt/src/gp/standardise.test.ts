import { expect, test } from 'vitest';
import { standardisation, standardise } from './standardise.js';

const matrix = Float64Array.of(1, 7, 3, 7);

test('columns get mean 0 and deviation 1; one that does not vary gets 0', () => {
  const unit = standardisation(matrix, 2);
  expect([...unit.means]).toEqual([2, 7]);
  expect([...unit.deviations]).toEqual([1, 1]);
  expect([...standardise(matrix, unit)]).toEqual([-1, 0, 1, 0]);
});

test('other rows are measured in the same units', () => {
  expect([...standardise(Float64Array.of(4, 8), standardisation(matrix, 2))]).toEqual([2, 1]);
});
