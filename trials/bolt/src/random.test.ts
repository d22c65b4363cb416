import { expect, test } from 'vitest';
import { readFixture } from '../test/reference/fixture.js';
import { Random } from './random.js';

test('bits are those of xoshiro128**', () => {
  const random = Random.restored({ words: [1, 2, 3, 4], spare: null });
  const expected = [...readFixture('generators').array('bits')];
  expect(expected.map(() => random.bits())).toEqual(expected);
});

test('a restored generator goes on where the saved one was, in the middle of a pair of normals too', () => {
  const random = Random.seeded(7, 'stream');
  random.normals(3);
  const copy = Random.restored(JSON.parse(JSON.stringify(random.state)) as typeof random.state);
  expect([...copy.normals(5), copy.bits()]).toEqual([...random.normals(5), random.bits()]);
});

test('seeds and streams differ', () => {
  const first = [Random.seeded(1), Random.seeded(2), Random.seeded(1, 'a'), Random.seeded(1, 'b')].map((r) =>
    r.bits(),
  );
  expect(new Set(first).size).toBe(4);
});

test('normals have mean 0 and variance 1', () => {
  const values = Random.seeded(3).normals(20_000);
  const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
  const variance = values.reduce((sum, x) => sum + x * x, 0) / values.length;
  // Five standard errors.
  expect(Math.abs(mean)).toBeLessThan(0.036);
  expect(Math.abs(variance - 1)).toBeLessThan(0.05);
});

test('a sample has no repeats, and a permutation is one', () => {
  const random = Random.seeded(4);
  expect(new Set(random.sample(1000, 100)).size).toBe(100);
  expect(random.permutation(50).sort((a, b) => a - b)).toEqual([...Array(50).keys()]);
});

test('every value of a sample is equally likely', () => {
  const random = Random.seeded(5);
  const counts = new Array<number>(5).fill(0);
  for (let i = 0; i < 5000; i++) for (const value of random.sample(5, 2)) counts[value]!++;
  for (const count of counts) expect(Math.abs(count - 2000)).toBeLessThan(5 * Math.sqrt(5000 * 0.4 * 0.6));
});
