import { expect, test } from 'vitest';
import { decodeTensors, encodeTensors } from 'trials-kit';
import { readFixture } from '../../test/reference/fixture.js';
import { expectArrayCloseTo } from '../../test/reference/numerics.js';
import { Random } from '../random.js';
import { initialParameters } from './objective.js';
import { Posterior } from './posterior.js';
import { standardise } from './standardise.js';
import {
  conditioned,
  loadSurrogate,
  predictErrors,
  smoothed,
  standardiseCounts,
  storeSurrogate,
  unitsOf,
  type Surrogate,
} from './surrogate.js';

const reference = readFixture('gaussian_process');

function surrogateOf(network: Surrogate['network']): Surrogate {
  const columns = 2;
  const latents = Float64Array.of(0, 10, 1, 30, 2, 20, 5, 25);
  const counts = { errors: Float64Array.of(0.5, 0.25, 0.3, 0.1), mails: Float64Array.of(62, 125, 62, 1000) };
  const design = { latents, columns, counts };
  const units = unitsOf(design);
  const problem = {
    inputs: standardise(latents, units.inputs),
    columns,
    measured: standardiseCounts(counts, units),
    network,
    lengthscalePrior: 1,
  };
  return { parameters: initialParameters(problem, Random.seeded(1)), network, units, design };
}

test('smoothed error rates and their variances equal those of SciPy', () => {
  const { targets, noise } = smoothed({ errors: reference.array('rates'), mails: reference.array('mails') });
  expectArrayCloseTo(targets, reference.array('smoothed'), 1e-14);
  expectArrayCloseTo(noise, reference.array('smoothed_variances'), 1e-14);
});

test('targets and their noise are in units of the design', () => {
  const { units, design } = surrogateOf(undefined);
  const { targets, noise } = smoothed(design.counts);
  const [mean, deviation] = [units.targets.means[0]!, units.targets.deviations[0]!];
  const found = standardiseCounts(design.counts, units);
  expectArrayCloseTo(
    found.targets,
    targets.map((y) => (y - mean) / deviation),
    1e-12,
  );
  expectArrayCloseTo(
    found.noise,
    noise.map((variance) => variance / deviation ** 2),
    1e-12,
  );
});

test('predictions are in units of error rates', () => {
  const surrogate = surrogateOf(undefined);
  const { means, variances, noise } = predictErrors(surrogate, Float64Array.of(1e6, 1e6));
  const [mean, deviation] = [surrogate.units.targets.means[0]!, surrogate.units.targets.deviations[0]!];
  // Far away: the process's own mean 0, variance 1 and noise 0.1, in the targets' units.
  expect(means[0]).toBeCloseTo(mean, 12);
  expect(variances[0]).toBeCloseTo(deviation ** 2, 12);
  expect(noise).toBeCloseTo(0.1 * deviation ** 2, 12);
});

test('a prompt measured since on many mails pulls the prediction to its error rate', () => {
  const surrogate = surrogateOf(undefined);
  const latents = Float64Array.of(-20, -200);
  const counts = { errors: Float64Array.of(0.9), mails: Float64Array.of(1e6) };
  const input = standardise(latents, surrogate.units.inputs);
  const { targets, noise } = standardiseCounts(counts, surrogate.units);
  const design = Posterior.of(conditioned(surrogate));
  const before = design.predict(input);
  const after = design.after({ input, target: targets[0]!, noise: noise[0]! }).predict(input);
  const target = standardise(Float64Array.of(0.9), surrogate.units.targets)[0]!;
  expect(before.means[0]).toBeCloseTo(0, 3);
  // The learned noise of 0.1 against the process's variance of 1.
  expect(after.means[0]).toBeCloseTo(target / 1.1, 2);
  expect(after.variances[0]).toBeLessThan(0.1);
});

test.each([[undefined], [{ inputs: 2, hidden: 3, outputs: 2 }]])(
  'survives its file: network %j',
  (network) => {
    const surrogate = surrogateOf(network);
    const { tensors, metadata } = storeSurrogate(surrogate);
    expect(loadSurrogate(decodeTensors(encodeTensors(tensors, metadata)))).toEqual(surrogate);
  },
);
