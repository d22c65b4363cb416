import { expect, test } from 'vitest';
import { readFixture } from '../../test/reference/fixture.js';
import { cosineRanks, retrievalAccuracyAt8, shareUnder } from './retrieval.js';

const reference = readFixture('vae_metrics');
const columns = reference.number('columns');
const candidates = reference.array('candidates');

function ranksOf(kind: string) {
  const queries = reference.array(`${kind}_queries`);
  return cosineRanks({ queries, candidates, own: reference.array(`${kind}_own`), columns })!;
}

test('ranks equal those by scikit-learn', () => {
  expect([...ranksOf('instruction')]).toEqual([...reference.array('instruction_ranks')]);
  expect([...ranksOf('set')]).toEqual([...reference.array('set_ranks')]);
});

test('retrieval_accuracy_at_8 equals NumPy', () => {
  const value = retrievalAccuracyAt8(ranksOf('instruction'), ranksOf('set'));
  expect(value).toBeCloseTo(reference.number('retrieval_accuracy_at_8'), 12);
});

test('rank 7 is a hit and rank 8 is not', () => {
  expect(shareUnder([7, 8], 8)).toBe(0.5);
  expect(retrievalAccuracyAt8([0], [7, 8])).toBe(0.75);
});

test('a decoder that always says the same finds nothing by ties', () => {
  const same = {
    queries: Float64Array.of(0, 0),
    candidates: Float64Array.of(1, 0, 0, 1, 1, 1),
    own: [1],
    columns: 2,
  };
  expect([...cosineRanks(same)!]).toEqual([2]);
});

test('the length of a vector does not matter', () => {
  const lookup = {
    queries: Float64Array.of(0, 5),
    candidates: Float64Array.of(9, 9, 0, 0.1),
    own: [1],
    columns: 2,
  };
  expect([...cosineRanks(lookup)!]).toEqual([0]);
});

test('nothing to look up, nothing to find and NaN give no value', () => {
  const one = { queries: Float64Array.of(1), candidates: Float64Array.of(1), own: [0], columns: 1 };
  expect(cosineRanks({ ...one, queries: new Float64Array(0), own: [] })).toBeUndefined();
  expect(cosineRanks({ ...one, candidates: new Float64Array(0) })).toBeUndefined();
  expect(cosineRanks({ ...one, queries: Float64Array.of(NaN) })).toBeUndefined();
  expect(retrievalAccuracyAt8([], [0])).toBeUndefined();
  expect(retrievalAccuracyAt8([0], [])).toBeUndefined();
});
