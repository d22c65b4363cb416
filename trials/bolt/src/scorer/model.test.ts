import type { numpy as np } from '@jax-js/jax';
import { beforeAll, expect, test } from 'vitest';
import { readFixture } from '../../test/reference/fixture.js';
import { startDevice } from '../device.js';
import { deviceMatrix } from '../models/parameters.js';
import { listMasks, listMle } from './list-mle.js';
import { itemScores, scorerShapes } from './model.js';

beforeAll(startDevice);

const reference = readFixture('scorer');
const [prompts, items] = [reference.number('prompts'), reference.number('item_count')];
const device = (key: string, shape: readonly number[]): np.Array =>
  deviceMatrix(Float32Array.from(reference.array(key)), shape);

test("scores are NumPy's", () => {
  const model = { columns: 6, instructionLatent: 3, setLatent: 4, hidden: 8, heads: 2 };
  const shapes = Object.entries(scorerShapes(model));
  const p = Object.fromEntries(shapes.map(([name, shape]) => [name, device(`p.${name}`, shape)]));
  const points = { instruction: device('z_inst', [prompts, 3]), set: device('z_ex', [prompts, 4]) };
  const scores = itemScores(p, model, device('items', [items, 8]), points);
  expect(scores.shape).toEqual([prompts, items]);
  const values = scores.dataSync() as Float32Array;
  values.forEach((value, i) => {
    const expected = reference.array('scores')[i]!;
    expect(Math.abs(value - expected), `element ${i}`).toBeLessThan(1e-5 * (10 + Math.abs(expected)));
  });
});

test("the list loss is NumPy's", () => {
  const masks = listMasks(Float32Array.from(reference.array('relevance')), items);
  const loss = listMle(device('list_scores', [prompts, items]), masks);
  expect(loss.item()).toBeCloseTo(reference.number('list_mle'), 5);
});

test('the list loss stays finite where scores differ by far', () => {
  const relevance = Float32Array.from({ length: items }, (_, i) => -i);
  const scores = Float32Array.from({ length: items }, (_, i) => (i === items - 1 ? 1000 : 0));
  expect(listMle(deviceMatrix(scores, [1, items]), listMasks(relevance, items)).item()).toBeCloseTo(1000, 2);
});
