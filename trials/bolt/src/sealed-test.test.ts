import { expect, test } from 'vitest';
import { readFixture } from '../test/reference/fixture.js';
import { accuracyOf, comparison } from './sealed-test.js';

const reference = readFixture('scorer');
const group = (key: string): Float64Array[] =>
  [0, 1, 2].map((i) => reference.array(key).subarray(50 * i, 50 * i + 50));

test("accuracies, their difference and standard errors are NumPy's", () => {
  const metrics = comparison(group('tuned'), group('default'));
  expect(Object.keys(metrics)).toEqual([
    'tuned_accuracy',
    'tuned_accuracy_se',
    'default_accuracy',
    'default_accuracy_se',
    'paired_difference',
    'paired_difference_se',
  ]);
  for (const [name, value] of Object.entries(metrics))
    expect(value, name).toBeCloseTo(reference.number(name), 12);
});

test('the same prompts on both sides differ by nothing, but the seeds still count', () => {
  const same = group('tuned');
  const { paired_difference: difference, paired_difference_se: error } = comparison(same, same);
  expect(difference).toBe(0);
  const seeds = same.map((labels) => labels.reduce((sum, value) => sum + value, 0) / 50);
  const mean = seeds.reduce((sum, value) => sum + value, 0) / 3;
  expect(error).toBeCloseTo(
    Math.sqrt((2 * seeds.reduce((sum, value) => sum + (value - mean) ** 2, 0)) / 2 / 3),
    12,
  );
});

test('prompts that are always right are sure', () => {
  expect(accuracyOf([new Uint8Array(9).fill(1), new Uint8Array(9).fill(1)])).toEqual({
    mean: 1,
    standardError: 0,
  });
});
