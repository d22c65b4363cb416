import { expect, test } from 'vitest';
import { readFixture } from '../../test/reference/fixture.js';
import { Adam } from './adam.js';

const reference = readFixture('generators');
const OPTIONS = { learningRate: 0.01, clip: 1 };

test("follows NumPy's path, the clipping over all arrays together", () => {
  const start = reference.array('adam_start');
  const parameters = {
    a: { shape: [2], data: Float32Array.from(start.subarray(0, 2)) },
    b: { shape: [3], data: Float32Array.from(start.subarray(2)) },
  };
  const adam = Adam.started(parameters);
  for (let step = 0; step < reference.number('adam_steps'); step++) {
    const gradient = Float32Array.from(reference.array('adam_gradients').subarray(step * 5, step * 5 + 5));
    adam.update(parameters, { a: gradient.subarray(0, 2), b: gradient.subarray(2) }, OPTIONS);
  }
  const end = [...parameters.a.data, ...parameters.b.data];
  end.forEach((value, i) => {
    expect(value).toBeCloseTo(reference.array('adam_end')[i]!, 6);
  });
});

test('a zero gradient changes nothing', () => {
  const parameters = { a: { shape: [1], data: Float32Array.of(1.5) } };
  Adam.started(parameters).update(parameters, { a: new Float32Array(1) }, OPTIONS);
  expect(parameters.a.data[0]).toBe(1.5);
});
