import { expect, test } from 'vitest';
import { readFixture } from '../../test/reference/fixture.js';
import { expectArrayCloseTo, finiteDifferences } from '../../test/reference/numerics.js';
import { Random } from '../random.js';
import { forward, networkFrom } from './network.js';
import { initialParameters, logPosterior, PRIOR_WIDTH, type Problem } from './objective.js';

const reference = readFixture('gaussian_process');
const columns = reference.number('columns');
const network = { inputs: columns, hidden: reference.number('hidden'), outputs: reference.number('outputs') };
const plain: Problem = {
  inputs: reference.array('inputs'),
  columns,
  measured: { targets: reference.array('targets'), noise: reference.array('noise') },
  network: undefined,
  lengthscalePrior: 1,
};
const deep: Problem = { ...plain, network };
const weights = reference.array('weights');
const deepParameters = Float64Array.of(...reference.array('deep_kernel'), ...weights);

test('the network computes what NumPy computes', () => {
  const { outputs } = forward(networkFrom(network, weights), plain.inputs);
  expectArrayCloseTo(outputs, reference.array('features'), 1e-14);
});

test('a lengthscale is drawn to the median of its prior', () => {
  const kernel = reference.array('kernel');
  const [narrow, wide] = [0.5, 2].map((lengthscalePrior) =>
    logPosterior({ ...plain, lengthscalePrior }, kernel),
  );
  const expected = kernel.map((_, i) => (i < 3 ? 0 : (2 * Math.log(2)) / PRIOR_WIDTH ** 2));
  expectArrayCloseTo(
    wide!.gradient.map((value, i) => value - narrow!.gradient[i]!),
    expected,
    1e-12,
  );
});

test('without prior terms the deep likelihood is that of scikit-learn on the features', () => {
  const kernel = reference.array('deep_kernel');
  const penalty = (values: Float64Array, precision: number) =>
    values.reduce((sum, value) => sum + 0.5 * precision * value ** 2, 0);
  const { hidden } = network;
  const prior =
    penalty(kernel.slice(3), 1 / PRIOR_WIDTH ** 2) +
    penalty(weights.slice(0, hidden * columns), columns) +
    penalty(weights.slice(hidden * columns, hidden * columns + hidden), 1) +
    penalty(weights.slice(hidden * columns + hidden), hidden);
  const value = logPosterior(deep, deepParameters).value + prior;
  expect(value).toBeCloseTo(reference.number('deep_log_likelihood'), 10);
});

test.each([
  ['plain', plain, reference.array('kernel')],
  ['deep', deep, deepParameters],
])('the gradient of the %s log posterior equals finite differences', (_, problem, parameters) => {
  const numeric = finiteDifferences((moved) => logPosterior(problem, moved).value, parameters);
  expectArrayCloseTo(logPosterior(problem, parameters).gradient, numeric, 1e-6);
});

test('parameters start at lengthscale 1 and with weights that the seed decides', () => {
  expectArrayCloseTo(
    initialParameters(plain, Random.seeded(1)),
    Float64Array.of(0, 0, Math.log(0.1), 0, 0, 0, 0),
    1e-15,
  );
  const drawn = initialParameters(deep, Random.seeded(1));
  expect(drawn.length).toBe(deepParameters.length);
  expect(initialParameters(deep, Random.seeded(1))).toEqual(drawn);
  expect(initialParameters(deep, Random.seeded(2))).not.toEqual(drawn);
});
