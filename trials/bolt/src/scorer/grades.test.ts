import { expect, test } from 'vitest';
import { POOL_PER_LABEL } from '../data/pool.js';
import { relevanceGrades, standardisedEffects } from './grades.js';

const prompts = [{ instruction: 0, exemplars: [] }];
const falling = (from: number): Float32Array =>
  Float32Array.from({ length: POOL_PER_LABEL }, (_, i) => from - i);
const both = (spam: Float32Array, ham: Float32Array): Float32Array => Float32Array.of(...spam, ...ham);
const counts = (grades: Int32Array): number[] =>
  [0, 1, 2, 3].map((grade) => grades.filter((g) => g === grade).length);

test('the top 10, 25 and 50 % of each label have grade 3, 2 and 1', () => {
  const grades = relevanceGrades({ prompts, effects: both(falling(1000), falling(500)) });
  for (const label of [0, 1]) {
    const part = grades.subarray(label * POOL_PER_LABEL, (label + 1) * POOL_PER_LABEL);
    expect(counts(part)).toEqual([64, 32, 19, 13]);
    expect([...part]).toEqual([...part].sort((a, b) => b - a));
  }
});

test('an exemplar that does not lower the error has grade 0, however good the others are', () => {
  const grades = relevanceGrades({ prompts, effects: both(falling(20), new Float32Array(POOL_PER_LABEL)) });
  expect(counts(grades.subarray(0, POOL_PER_LABEL))).toEqual([108, 0, 7, 13]);
  expect(counts(grades.subarray(POOL_PER_LABEL))).toEqual([128, 0, 0, 0]);
});

test('effects are standardised within each label, equal ones to 0', () => {
  const standardised = standardisedEffects({
    prompts,
    effects: both(falling(3), new Float32Array(POOL_PER_LABEL).fill(5)),
  });
  const part = standardised.subarray(0, POOL_PER_LABEL);
  expect(part.reduce((sum, value) => sum + value, 0)).toBeCloseTo(0, 4);
  expect(part.reduce((sum, value) => sum + value * value, 0) / POOL_PER_LABEL).toBeCloseTo(1, 5);
  expect(standardised.subarray(POOL_PER_LABEL)).toEqual(new Float32Array(POOL_PER_LABEL));
});
