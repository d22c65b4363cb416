import { expect, test } from 'vitest';
import { readFixture } from '../../test/reference/fixture.js';
import { LengthError } from './arrays.js';
import { exemplarDiversity, exemplarVariance, meanReciprocalRank, ndcgAt8, selectionLoss } from './scorer.js';

const reference = readFixture('other_metrics');
const items = reference.number('items');

function slices(key: string, size: number): Float64Array[] {
  const values = reference.array(key);
  return Array.from({ length: values.length / size }, (_, i) => values.slice(i * size, (i + 1) * size));
}

test('ndcg_at_8 equals scikit-learn', () => {
  const pools = slices('grades', items);
  const rankings = slices('selected', 8).map((selected, i) => ({ selected, pool: pools[i]! }));
  expect(ndcgAt8(rankings)).toBeCloseTo(reference.number('ndcg_at_8'), 12);
});

test('ndcg_at_8 is 1 for the ideal order and looks at 8 positions only', () => {
  const pool = [3, 2, 2, 1, 1, 1, 0, 0, 0, 0];
  expect(ndcgAt8([{ selected: pool, pool }])).toBe(1);
  expect(ndcgAt8([{ selected: [0, 0, 0, 0, 0, 0, 0, 0, 3], pool }])).toBe(0);
});

test('a pool without a relevant exemplar is left out of ndcg_at_8', () => {
  const empty = { selected: [0, 0], pool: [0, 0] };
  expect(ndcgAt8([{ selected: [1], pool: [1] }, empty])).toBe(1);
  expect(ndcgAt8([empty])).toBeUndefined();
  expect(ndcgAt8([])).toBeUndefined();
  expect(ndcgAt8([{ selected: [NaN], pool: [1] }])).toBeUndefined();
});

test('mrr equals scikit-learn', () => {
  expect(meanReciprocalRank(reference.array('best_ranks'))).toBeCloseTo(reference.number('mrr'), 12);
  expect(meanReciprocalRank([0, 1])).toBe(0.75);
  expect(meanReciprocalRank([])).toBeUndefined();
  expect(meanReciprocalRank([NaN])).toBeUndefined();
});

test('selection_loss equals SciPy, with equal grades in the order of the list', () => {
  const loss = selectionLoss(reference.array('scores'), reference.array('grades'), items);
  expect(loss).toBeCloseTo(reference.number('selection_loss'), 12);
});

test('selection_loss of equal scores is that of guessing, of huge ones finite', () => {
  const relevances = Float64Array.of(2, 1);
  expect(selectionLoss(Float64Array.of(5, 5), relevances, 2)).toBeCloseTo(Math.log(2) / 2, 12);
  expect(selectionLoss(Float64Array.of(1e4, 0), relevances, 2)).toBe(0);
  expect(selectionLoss(Float64Array.of(0, 1e4), relevances, 2)).toBe(5e3);
});

test('selection_loss is undefined for no list and NaN, an error for lengths that differ', () => {
  expect(selectionLoss(new Float64Array(0), new Float64Array(0), 2)).toBeUndefined();
  expect(selectionLoss(Float64Array.of(NaN, 1), Float64Array.of(1, 2), 2)).toBeUndefined();
  expect(() => selectionLoss(new Float64Array(2), new Float64Array(4), 2)).toThrow(
    new LengthError('relevances', 2, 4),
  );
});

test('exemplar_diversity equals SciPy', () => {
  const value = exemplarDiversity(reference.array('exemplars'), reference.number('exemplar_columns'));
  expect(value).toBeCloseTo(reference.number('exemplar_diversity'), 12);
});

test('exemplar_diversity needs two exemplars with a direction', () => {
  expect(exemplarDiversity(Float64Array.of(1, 2, 2, 4), 2)).toBeCloseTo(0, 12);
  expect(exemplarDiversity(Float64Array.of(1, 2), 2)).toBeUndefined();
  expect(exemplarDiversity(Float64Array.of(1, 2, 0, 0), 2)).toBeUndefined();
  expect(exemplarDiversity(Float64Array.of(1, NaN, 1, 1), 2)).toBeUndefined();
});

test('exemplar_variance equals SciPy', () => {
  expect(exemplarVariance(slices('selections', 8))).toBeCloseTo(reference.number('exemplar_variance'), 12);
});

test('exemplar_variance is 0 for one selection whatever its order, and needs two', () => {
  expect(
    exemplarVariance([
      [1, 2, 3],
      [3, 1, 2],
    ]),
  ).toBe(0);
  expect(exemplarVariance([[1], [2]])).toBe(1);
  expect(exemplarVariance([[1]])).toBeUndefined();
  expect(exemplarVariance([[1], []])).toBeUndefined();
});
