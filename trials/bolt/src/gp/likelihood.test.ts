import { expect, test } from 'vitest';
import { readFixture } from '../../test/reference/fixture.js';
import { expectArrayCloseTo, finiteDifferences } from '../../test/reference/numerics.js';
import { kernelFrom, kernelVector } from './kernel.js';
import { marginalLikelihood } from './likelihood.js';
import { matern52, type Matern } from './matern.js';

const reference = readFixture('gaussian_process');
const inputs = reference.array('inputs');
const kernel = reference.array('kernel');
const measured = { targets: reference.array('targets'), noise: reference.array('noise') };

function at(squaredDistance: number): Matern {
  const result = { value: 0, slope: 0 };
  matern52(squaredDistance, result);
  return result;
}

test('the kernel equals scikit-learn', () => {
  const values = reference.array('distances').map((distance) => at(distance ** 2).value);
  expectArrayCloseTo(values, reference.array('correlations'), 1e-14);
});

test('the slope equals finite differences, and its limit at 0', () => {
  for (const squared of [0.01, 0.5, 2, 40]) {
    const numeric = (at(squared * 1.0001).value - at(squared * 0.9999).value) / (squared * 2e-4);
    expect(at(squared).slope).toBeCloseTo(numeric, 7);
  }
  expect(at(0).slope).toBeCloseTo(-5 / 6, 15);
});

test('the log marginal likelihood and its gradient equal scikit-learn', () => {
  const result = marginalLikelihood(inputs, kernel, measured);
  expect(result.value).toBeCloseTo(reference.number('log_likelihood'), 10);
  expectArrayCloseTo(result.kernelGradient, reference.array('gradient'), 1e-7);
});

test('the gradient by the features equals finite differences', () => {
  const result = marginalLikelihood(inputs, kernel, measured);
  const numeric = finiteDifferences((moved) => marginalLikelihood(moved, kernel, measured).value, inputs);
  expectArrayCloseTo(result.featureGradient, numeric, 1e-6);
});

test('equal inputs are no trouble where there is noise', () => {
  const twice = Float64Array.of(1, 2, 1, 2);
  const two = { targets: Float64Array.of(0, 1), noise: Float64Array.of(0.1, 0.1) };
  const { value, kernelGradient } = marginalLikelihood(twice, new Float64Array(5), two);
  expect(Number.isFinite(value)).toBe(true);
  expect(kernelGradient.every(Number.isFinite)).toBe(true);
});

test('a kernel survives the way into its vector and back', () => {
  expectArrayCloseTo(kernelVector(kernelFrom(kernel)), kernel, 1e-14);
});
