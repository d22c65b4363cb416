import { expect, test } from 'vitest';
import { readFixture } from '../../test/reference/fixture.js';
import { Posterior } from '../gp/posterior.js';
import { climb, sqrtBetaAt, upperConfidence } from './acquisition.js';

const reference = readFixture('gaussian_process');
const columns = reference.number('columns');
const posterior = Posterior.of({
  parameters: reference.array('kernel'),
  columns,
  network: undefined,
  inputs: reference.array('inputs'),
  measured: { targets: reference.array('targets'), noise: reference.array('noise') },
});

function bound(point: Float64Array, sqrtBeta: number): number {
  const { means, variances } = posterior.predict(point);
  return upperConfidence(means[0]!, variances[0]!, sqrtBeta);
}

test('a smaller predicted error and a larger uncertainty raise the bound', () => {
  expect(upperConfidence(-1, 4, 2)).toBe(5);
  expect(upperConfidence(1, 4, 2)).toBe(3);
});

test('exploration falls from the root of beta to 2', () => {
  expect([0, 10, 20].map((i) => sqrtBetaAt(16, i, 21))).toEqual([4, 3, 2]);
  expect(sqrtBetaAt(16, 0, 1)).toBe(2);
});

test.each([0, 2, 4])('with √beta %d a climb ends higher than it starts, and never lower', (sqrtBeta) => {
  const queries = reference.array('queries');
  let higher = 0;
  for (let from = 0; from < queries.length; from += columns) {
    const start = queries.slice(from, from + columns);
    const gain = bound(climb(posterior, start, sqrtBeta), sqrtBeta) - bound(start, sqrtBeta);
    expect(gain).toBeGreaterThanOrEqual(0);
    if (gain > 1e-3) higher++;
  }
  expect(higher).toBeGreaterThan(0.8 * (queries.length / columns));
});
