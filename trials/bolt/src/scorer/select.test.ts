import { expect, test } from 'vitest';
import { readFixture } from '../../test/reference/fixture.js';
import { poolSimilarities, selectExemplars } from './select.js';

const reference = readFixture('scorer');
const labels = Uint8Array.from(reference.array('pool_labels'));
const rows = Float32Array.from(reference.array('pool_rows'));
const similarities = poolSimilarities({ rows, labels }, 6);
const scores = reference.array('pool_scores');

test.each([0.3, 0.7, 1])('the selection with lambda %d is that of a plain search', (lambda) => {
  expect(selectExemplars(scores, lambda, { labels, similarities })).toEqual([
    ...reference.array(`selected_${lambda}`),
  ]);
});

test('equal scores: the first of each label', () => {
  const none = new Float32Array(labels.length ** 2);
  const equal = new Float32Array(labels.length);
  expect(selectExemplars(equal, 0.5, { labels, similarities: none })).toEqual([0, 1, 2, 3, 12, 13, 14, 15]);
});
