import { expect, test } from 'vitest';
import { readFixture } from '../../test/reference/fixture.js';
import { LengthError } from './arrays.js';
import {
  bestErrorRate,
  convergenceSpeed,
  improvementRate,
  rejectionRate,
  systemGap,
} from './optimisation.js';

const reference = readFixture('other_metrics');
const run = { start: reference.number('start'), errors: [...reference.array('errors')] };

test('system_gap equals SciPy', () => {
  const columns = reference.number('latent_columns');
  const value = systemGap(
    reference.array('wished'),
    reference.array('realised'),
    reference.array('design'),
    columns,
  );
  expect(value).toBeCloseTo(reference.number('system_gap'), 12);
});

test('system_gap has no unit in a design of one point or of equal points', () => {
  const point = Float64Array.of(1, 2);
  expect(systemGap(point, point, Float64Array.of(0, 0, 3, 4), 2)).toBe(0);
  expect(systemGap(point, point, point, 2)).toBeUndefined();
  expect(systemGap(point, point, Float64Array.of(1, 2, 1, 2), 2)).toBeUndefined();
  expect(systemGap(Float64Array.of(NaN, 2), point, Float64Array.of(0, 0, 3, 4), 2)).toBeUndefined();
  expect(systemGap(new Float64Array(0), new Float64Array(0), Float64Array.of(0, 0, 3, 4), 2)).toBeUndefined();
  expect(() => systemGap(point, new Float64Array(4), point, 2)).toThrow(new LengthError('realised', 2, 4));
});

test('improvement_rate, best_error_rate and convergence_speed equal NumPy', () => {
  expect(improvementRate(run)).toBeCloseTo(reference.number('improvement_rate'), 12);
  expect(bestErrorRate(run)).toBe(reference.number('best_error_rate'));
  expect(convergenceSpeed(run)).toBe(reference.number('convergence_speed'));
});

test('an iteration that measured nothing is no improvement but is an iteration', () => {
  expect(improvementRate({ start: 0.3, errors: [null, 0.2, null, 0.1] })).toBe(0.5);
  expect(convergenceSpeed({ start: 0.3, errors: [null, 0.2, null, 0.1] })).toBe(4);
  expect(bestErrorRate({ start: 0.3, errors: [null] })).toBe(0.3);
});

test('90 % of the improvement is enough, 88 % is not', () => {
  expect(convergenceSpeed({ start: 0.5, errors: [0.049, 0] })).toBe(1);
  expect(convergenceSpeed({ start: 0.5, errors: [0.06, 0] })).toBe(2);
});

test('an equal error rate is no improvement', () => {
  expect(improvementRate({ start: 0.3, errors: [0.3, 0.3] })).toBe(0);
});

test('a run that never improves has not converged', () => {
  expect(convergenceSpeed({ start: 0.1, errors: [0.3, 0.1] })).toBeUndefined();
  expect(convergenceSpeed({ start: 0.1, errors: [] })).toBeUndefined();
});

test('no iterations, and NaN', () => {
  expect(improvementRate({ start: 0.1, errors: [] })).toBeUndefined();
  expect(bestErrorRate({ start: 0.1, errors: [] })).toBe(0.1);
  for (const metric of [improvementRate, bestErrorRate, convergenceSpeed]) {
    expect(metric({ start: 0.1, errors: [NaN] })).toBeUndefined();
    expect(metric({ start: Infinity, errors: [0.1] })).toBeUndefined();
  }
});

test('rejection_rate is a share of candidates', () => {
  expect(rejectionRate(3, 12)).toBe(0.25);
  expect(rejectionRate(0, 5)).toBe(0);
  expect(rejectionRate(0, 0)).toBeUndefined();
  expect(rejectionRate(6, 5)).toBeUndefined();
  expect(rejectionRate(-1, 5)).toBeUndefined();
  expect(rejectionRate(NaN, 5)).toBeUndefined();
});
