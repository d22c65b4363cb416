import { defaultDevice, init, type numpy as np } from '@jax-js/jax';
import { beforeAll, expect, test } from 'vitest';
import { readFixture } from '../../test/reference/fixture.js';
import { divergence, reconstructionLoss } from './gaussian.js';
import { attentionBlock, attentionShapes, learnedQueryBlock, learnedQueryShapes } from './layers.js';
import { deviceMatrix, type DeviceParameters } from './parameters.js';

beforeAll(async () => {
  await init('wasm');
  defaultDevice('wasm');
});

const reference = readFixture('layers');
const number = reference.number;
const size = { hidden: number('hidden'), heads: number('heads') };
const array = (key: string, shape: readonly number[]): np.Array =>
  deviceMatrix(Float32Array.from(reference.array(key)), shape);

function parameters(shapes: Record<string, readonly number[]>): DeviceParameters {
  return Object.fromEntries(Object.entries(shapes).map(([name, shape]) => [name, array(name, shape)]));
}

function expectClose(actual: np.Array, key: string): void {
  const expected = reference.array(key);
  const values = actual.dataSync() as Float32Array;
  expect(values).toHaveLength(expected.length);
  values.forEach((value, i) => {
    expect(Math.abs(value - expected[i]!), `element ${i}`).toBeLessThan(1e-5 * (1 + Math.abs(expected[i]!)));
  });
}

test("attention with learned queries is NumPy's", () => {
  const rows = { values: array('rows', [15, 8]), sets: 3, size: 5 };
  const p = parameters(learnedQueryShapes('learned', size, number('points')));
  const gathered = learnedQueryBlock(p, 'learned', size, rows);
  expect([gathered.sets, gathered.size]).toEqual([3, 3]);
  expectClose(gathered.values, 'gathered');
});

test("attention is NumPy's", () => {
  const rows = { values: array('rows', [15, 8]), sets: 3, size: 5 };
  const keys = { values: array('gathered', [9, 8]), sets: 3, size: 3 };
  const p = parameters(attentionShapes('attention', size));
  expectClose(attentionBlock(p, 'attention', size, [rows, keys]).values, 'scattered');
});

test("the loss is NumPy's", () => {
  const loss = reconstructionLoss(array('target', [4, 6]), array('decoded', [4, 6]), 0.3);
  expect(loss.item()).toBeCloseTo(number('reconstruction_loss'), 5);
  const kl = divergence({ mean: array('mean', [4, 3]), logVariance: array('log_variance', [4, 3]) });
  expect(kl.item()).toBeCloseTo(number('divergence'), 5);
});
