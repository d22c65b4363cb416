import { expect, test } from 'vitest';
import { readFixture } from '../../test/reference/fixture.js';
import { expectArrayCloseTo } from '../../test/reference/numerics.js';
import { ascend, startAscent } from './adam.js';

const GOAL = [1, 2, 3];

test('twenty steps equal those of scikit-learn', () => {
  const path: number[] = [];
  let ascent = startAscent(Float64Array.of(0, 5, -300));
  for (let i = 0; i < 20; i++) {
    ascent = ascend(
      ascent,
      ascent.parameters.map((x, j) => -4 * (x - GOAL[j]!) ** 3),
      0.05,
    );
    path.push(...ascent.parameters);
  }
  expect(ascent.step).toBe(20);
  // scikit-learn adds its epsilon before it corrects the second moment's bias: hence not to the last digit.
  expectArrayCloseTo(Float64Array.from(path), readFixture('gaussian_process').array('adam_path'), 1e-7);
});

test('a step leaves the state that it started from as it was', () => {
  const start = startAscent(Float64Array.of(1));
  ascend(start, Float64Array.of(1), 0.1);
  expect(start).toEqual(startAscent(Float64Array.of(1)));
});
