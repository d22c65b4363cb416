import { expect, test } from 'vitest';
import { readFixture } from '../test/reference/fixture.js';
import { products, rowStatistics, SimilarityReader } from './reader.js';

const reference = readFixture('text');
const columns = reference.number('columns');
const rows = (key: string): Float32Array => Float32Array.from(reference.array(key));
const bytes = (key: string): Uint8Array => Uint8Array.from(reference.array(key));
const statistics = rowStatistics(products(rows('instructions'), rows('fit'), columns), 30);
const reader = new SimilarityReader(
  { rows: rows('mails'), labels: bytes('labels') },
  {
    instructions: { rows: rows('instructions'), ...statistics },
    pool: { rows: rows('pool'), labels: bytes('pool_labels') },
    columns,
  },
);
const prompts = [...reference.array('prompt_instructions')].map((instruction, i) => ({
  instruction,
  exemplars: [...reference.array('prompt_exemplars').subarray(4 * i, 4 * i + 4)],
}));

test("statistics of similarities are NumPy's", () => {
  statistics.mean.forEach((value, i) => {
    expect(value).toBeCloseTo(reference.array('mean')[i]!, 6);
  });
  statistics.deviation.forEach((value, i) => {
    expect(value).toBeCloseTo(reference.array('deviation')[i]!, 6);
  });
});

test("errors are those of the rule's plain form, by NumPy", () => {
  expect(prompts.map((prompt) => reader.error(prompt))).toEqual([...reference.array('errors')]);
  expect(prompts.map((prompt) => reader.error(prompt, 25))).toEqual([
    ...reference.array('errors_of_first_25'),
  ]);
  expect(new Set(reference.array('errors')).size).toBeGreaterThan(1);
});

test('the order of the exemplars does not matter to the error', () => {
  const [{ instruction, exemplars }] = prompts as [(typeof prompts)[0]];
  expect(reader.error({ instruction, exemplars: exemplars.toReversed() })).toBe(
    reader.error({ instruction, exemplars }),
  );
});
