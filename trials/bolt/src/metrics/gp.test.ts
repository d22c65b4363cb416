import { expect, test } from 'vitest';
import { readFixture } from '../../test/reference/fixture.js';
import { LengthError } from './arrays.js';
import { calibrationError, lengthscaleRatio, nllHeldout, rmse, spearmanCorrelation } from './gp.js';

const reference = readFixture('other_metrics');
const predicted = reference.array('predicted');
const measured = reference.array('measured');
const variances = reference.array('variances');

test('all five equal SciPy and scikit-learn', () => {
  expect(spearmanCorrelation(predicted, measured)).toBeCloseTo(reference.number('spearman_correlation'), 12);
  expect(rmse(predicted, measured)).toBeCloseTo(reference.number('rmse'), 12);
  const calibration = calibrationError(predicted, variances, measured);
  expect(calibration).toBeCloseTo(reference.number('calibration_error'), 12);
  expect(nllHeldout(predicted, variances, measured)).toBeCloseTo(reference.number('nll_heldout'), 12);
  const ratio = lengthscaleRatio(
    reference.array('instruction_lengthscales'),
    reference.array('exemplar_lengthscales'),
  );
  expect(ratio).toBeCloseTo(reference.number('lengthscale_ratio'), 12);
});

test('spearman_correlation is 1 for any rising relation, -1 for any falling one', () => {
  expect(spearmanCorrelation([1, 2, 9], [0.1, 5, 6])).toBe(1);
  expect(spearmanCorrelation([1, 2, 9], [6, 5, 0.1])).toBe(-1);
});

test('a constant prediction or two pairs have no rank correlation', () => {
  expect(spearmanCorrelation([2, 2, 2], [1, 2, 3])).toBeUndefined();
  expect(spearmanCorrelation([1, 2, 3], [2, 2, 2])).toBeUndefined();
  expect(spearmanCorrelation([1, 2], [1, 2])).toBeUndefined();
  expect(spearmanCorrelation([1, 2, NaN], [1, 2, 3])).toBeUndefined();
});

test('intervals that are far too wide, or far too narrow, are badly calibrated', () => {
  expect(calibrationError([0, 0], [1e6, 1e6], [1, -1])).toBeCloseTo(0.5, 12);
  expect(calibrationError([0, 0], [1e-6, 1e-6], [1, -1])).toBeCloseTo(0.5, 12);
});

test('a density needs a positive variance', () => {
  expect(nllHeldout([0], [0], [0])).toBeUndefined();
  expect(calibrationError([0], [-1], [0])).toBeUndefined();
  expect(nllHeldout([0], [Infinity], [0])).toBeUndefined();
});

test('no pairs give no value', () => {
  expect(rmse([], [])).toBeUndefined();
  expect(nllHeldout([], [], [])).toBeUndefined();
  expect(calibrationError([], [], [])).toBeUndefined();
  expect(rmse([1], [NaN])).toBeUndefined();
});

test('lengths that differ are a mistake', () => {
  expect(() => rmse([1], [1, 2])).toThrow(new LengthError('measured', 1, 2));
  expect(() => spearmanCorrelation([1], [1, 2])).toThrow(new LengthError('measured', 1, 2));
  expect(() => nllHeldout([1], [1, 2], [1])).toThrow(new LengthError('variances', 1, 2));
});

test('swapping the halves inverts lengthscale_ratio', () => {
  expect(lengthscaleRatio([2, 8], [1])).toBeCloseTo(4, 12);
  expect(lengthscaleRatio([1], [2, 8])).toBeCloseTo(0.25, 12);
});

test('lengthscale_ratio needs positive, finite lengthscales on both sides', () => {
  expect(lengthscaleRatio([], [1])).toBeUndefined();
  expect(lengthscaleRatio([1], [])).toBeUndefined();
  expect(lengthscaleRatio([0], [1])).toBeUndefined();
  expect(lengthscaleRatio([1], [0])).toBeUndefined();
  expect(lengthscaleRatio([-1], [1])).toBeUndefined();
  expect(lengthscaleRatio([Infinity], [1])).toBeUndefined();
});
