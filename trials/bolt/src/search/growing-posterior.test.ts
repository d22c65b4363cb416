import { expect, test } from 'vitest';
import { readFixture } from '../../test/reference/fixture.js';
import { expectArrayCloseTo } from '../../test/reference/numerics.js';
import { Posterior, type Conditioned } from '../gp/posterior.js';
import { GrowingPosterior } from './growing-posterior.js';

const reference = readFixture('gaussian_process');
const columns = reference.number('columns');
const queries = reference.array('queries');
const targets = reference.array('targets');
const plain: Conditioned = {
  parameters: reference.array('kernel'),
  columns,
  network: undefined,
  inputs: reference.array('inputs'),
  measured: { targets, noise: reference.array('noise') },
};
const deep: Conditioned = {
  ...plain,
  parameters: Float64Array.of(...reference.array('deep_kernel'), ...reference.array('weights')),
  network: { inputs: columns, hidden: reference.number('hidden'), outputs: reference.number('outputs') },
};

function grown(conditioned: Conditioned, count = targets.length): GrowingPosterior {
  const growing = new GrowingPosterior(Posterior.of(conditioned), queries, targets.length);
  for (let i = 0; i < count; i++) {
    const input = conditioned.inputs.subarray(i * columns, (i + 1) * columns);
    growing.add({ input, target: targets[i]!, noise: conditioned.measured.noise[i]! });
  }
  return growing;
}

test.each([
  ['plain', plain, ''],
  ['deep', deep, 'deep_'],
])(
  'one observation after the other, the %s process comes to the means and variances of scikit-learn',
  (_, conditioned, prefix) => {
    const { means, variances } = grown(conditioned);
    expectArrayCloseTo(means, reference.array(`${prefix}means`), 1e-10);
    expectArrayCloseTo(variances, reference.array(`${prefix}variances`), 1e-10);
  },
);

test('without observations it is the prior', () => {
  const { means, variances } = grown(plain, 0);
  expect(new Set(means)).toEqual(new Set([0.3]));
  expect(new Set(variances)).toEqual(new Set([1.7]));
});

test('a fork goes on by itself', () => {
  const first = grown(plain, 5);
  const before = [first.means.slice(), first.variances.slice()];
  const fork = first.fork();
  for (let i = 5; i < targets.length; i++) {
    const input = plain.inputs.subarray(i * columns, (i + 1) * columns);
    fork.add({ input, target: targets[i]!, noise: plain.measured.noise[i]! });
  }
  expectArrayCloseTo(fork.means, reference.array('means'), 1e-10);
  expectArrayCloseTo(fork.variances, reference.array('variances'), 1e-10);
  expect([first.means, first.variances]).toEqual(before);
});
