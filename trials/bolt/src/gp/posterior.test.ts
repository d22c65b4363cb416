import { expect, test } from 'vitest';
import { readFixture } from '../../test/reference/fixture.js';
import { expectArrayCloseTo, finiteDifferences } from '../../test/reference/numerics.js';
import { inputLengthscales } from './lengthscales.js';
import { Posterior, type Conditioned } from './posterior.js';

const reference = readFixture('gaussian_process');
const columns = reference.number('columns');
const queries = reference.array('queries');
const plain: Conditioned = {
  parameters: reference.array('kernel'),
  columns,
  network: undefined,
  inputs: reference.array('inputs'),
  measured: { targets: reference.array('targets'), noise: reference.array('noise') },
};
const deep: Conditioned = {
  ...plain,
  parameters: Float64Array.of(...reference.array('deep_kernel'), ...reference.array('weights')),
  network: { inputs: columns, hidden: reference.number('hidden'), outputs: reference.number('outputs') },
};

test.each([
  ['plain', plain, ''],
  ['deep', deep, 'deep_'],
])('means and variances of the %s process equal scikit-learn', (_, conditioned, prefix) => {
  const { means, variances } = Posterior.of(conditioned).predict(queries);
  expectArrayCloseTo(means, reference.array(`${prefix}means`), 1e-10);
  expectArrayCloseTo(variances, reference.array(`${prefix}variances`), 1e-10);
});

test.each([
  ['plain', plain],
  ['deep', deep],
])(
  'one query of the %s process: the same values, and the gradient by finite differences',
  (_, conditioned) => {
    const posterior = Posterior.of(conditioned);
    const { means, variances } = posterior.predict(queries);
    for (const [i, mean] of means.entries()) {
      const query = queries.slice(i * columns, (i + 1) * columns);
      const found = posterior.predictWithGradient(query);
      expect(found.mean).toBeCloseTo(mean, 12);
      expect(found.variance).toBeCloseTo(variances[i]!, 12);
      const byMean = finiteDifferences((moved) => posterior.predict(moved).means[0]!, query);
      const byVariance = finiteDifferences((moved) => posterior.predict(moved).variances[0]!, query);
      expectArrayCloseTo(found.meanGradient, byMean, 1e-7);
      expectArrayCloseTo(found.varianceGradient, byVariance, 1e-7);
    }
  },
);

test.each([
  ['plain', plain, ''],
  ['deep', deep, 'deep_'],
])('observations of the %s process can come one after the other', (_, conditioned, prefix) => {
  const { inputs, measured } = conditioned;
  const first = { targets: measured.targets.slice(0, 3), noise: measured.noise.slice(0, 3) };
  let posterior = Posterior.of({ ...conditioned, inputs: inputs.slice(0, 3 * columns), measured: first });
  for (let i = 3; i < measured.targets.length; i++) {
    const input = inputs.slice(i * columns, (i + 1) * columns);
    posterior = posterior.after({ input, target: measured.targets[i]!, noise: measured.noise[i]! });
  }
  const { means, variances } = posterior.predict(queries);
  expectArrayCloseTo(means, reference.array(`${prefix}means`), 1e-10);
  expectArrayCloseTo(variances, reference.array(`${prefix}variances`), 1e-10);
});

test('far from all observations the prediction is the prior', () => {
  const { means, variances } = Posterior.of(plain).predict(new Float64Array(columns).fill(1e3));
  expect(means[0]).toBeCloseTo(0.3, 12);
  expect(variances[0]).toBeCloseTo(1.7, 12);
});

test('no queries give no predictions', () => {
  expect(Posterior.of(plain).predict(new Float64Array(0)).means.length).toBe(0);
});

test('without a network an input has the lengthscale of its kernel', () => {
  expectArrayCloseTo(inputLengthscales(plain), plain.parameters.slice(3).map(Math.exp), 1e-14);
});

test('with a network an input has the lengthscale that small moves near the observations show', () => {
  const posterior = Posterior.of(deep);
  const step = 1e-4;
  const found = inputLengthscales(deep);
  const rows = deep.inputs.length / columns;
  const scales = [...posterior.kernel.lengthscales];
  for (const [column, lengthscale] of found.entries()) {
    const features = posterior.features(deep.inputs);
    const moved = posterior.features(
      deep.inputs.map((value, i) => value + (i % columns === column ? step : 0)),
    );
    let squared = 0;
    for (const [i, value] of moved.entries()) {
      squared += ((value - features[i]!) / scales[i % scales.length]!) ** 2 / scales.length;
    }
    expect(lengthscale / (step / Math.sqrt((columns * squared) / rows))).toBeCloseTo(1, 3);
  }
});
