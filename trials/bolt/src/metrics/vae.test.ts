import { expect, test } from 'vitest';
import { readFixture } from '../../test/reference/fixture.js';
import { LengthError } from './arrays.js';
import {
  klDivergence,
  percentile10Cosine,
  reconstructionCosine,
  reconstructionMse,
  rowCosines,
} from './vae.js';

const reference = readFixture('vae_metrics');
const rows = reference.number('rows');
const original = reference.array('original');
const decoded = reference.array('decoded');

test.each([
  ['reconstruction_cosine', reconstructionCosine],
  ['percentile10_cosine', percentile10Cosine],
  ['reconstruction_mse', reconstructionMse],
])('%s equals NumPy and scikit-learn', (name, metric) => {
  expect(metric(original, decoded, rows)).toBeCloseTo(reference.number(name), 12);
  expect(metric(Float32Array.from(original), Float32Array.from(decoded), rows)).toBeCloseTo(
    reference.number(name),
    6,
  );
});

test('kl_divergence equals NumPy', () => {
  const value = klDivergence(reference.array('means'), reference.array('log_variances'));
  expect(value).toBeCloseTo(reference.number('kl_divergence'), 12);
});

test('kl_divergence is 0 for the prior itself', () => {
  expect(klDivergence(new Float64Array(6), new Float64Array(6))).toBe(0);
});

test('one vector is its own 10th percentile', () => {
  expect(percentile10Cosine(Float64Array.of(3, 4), Float64Array.of(3, 4), 1)).toBe(1);
});

test.each([
  ['no rows', [], [], 0],
  ['not a number', [1, NaN], [1, 2], 1],
  ['infinite', [1, 2], [1, Infinity], 1],
])('reconstruction is undefined for data that are: %s', (_, a, b, count) => {
  const left = Float64Array.from(a);
  const right = Float64Array.from(b);
  expect(rowCosines(left, right, count)).toBeUndefined();
  expect(reconstructionCosine(left, right, count)).toBeUndefined();
  expect(percentile10Cosine(left, right, count)).toBeUndefined();
  expect(reconstructionMse(left, right, count)).toBeUndefined();
});

test('a zero vector has no cosine but has a squared error', () => {
  const zero = new Float64Array(2);
  const other = Float64Array.of(3, 4);
  expect(reconstructionCosine(zero, other, 1)).toBeUndefined();
  expect(percentile10Cosine(other, zero, 1)).toBeUndefined();
  expect(reconstructionMse(zero, other, 1)).toBe(25);
});

test('kl_divergence is undefined for nothing, NaN and an infinite variance', () => {
  expect(klDivergence(new Float64Array(0), new Float64Array(0))).toBeUndefined();
  expect(klDivergence(Float64Array.of(NaN), Float64Array.of(0))).toBeUndefined();
  expect(klDivergence(Float64Array.of(0), Float64Array.of(Infinity))).toBeUndefined();
});

test('shapes that do not fit are a mistake, not an absent value', () => {
  const error = new LengthError('decoded', 4, 3);
  expect(error.message).toBe('Expected `decoded` to hold 4 numbers, got 3.');
  expect(() => reconstructionCosine(new Float64Array(4), new Float64Array(3), 2)).toThrow(error);
  expect(() => reconstructionMse(new Float64Array(4), new Float64Array(3), 2)).toThrow(error);
  expect(() => klDivergence(new Float64Array(2), new Float64Array(3))).toThrow(
    new LengthError('logVariances', 2, 3),
  );
});
