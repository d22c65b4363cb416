import { expect, test } from 'vitest';
import { Random } from '../random.js';
import { products, rowStatistics, SimilarityReader, type LabelledRows } from '../reader.js';
import { unitRows } from './embedding.js';
import { POOL_PER_LABEL } from './pool.js';
import { measureRelevance } from './relevance.js';

const COLUMNS = 6;
const random = Random.seeded(11);

function randomRows(count: number): Float32Array {
  return Float32Array.from(unitRows(Float64Array.from(random.normals(count * COLUMNS)), COLUMNS));
}

function mails(count: number, label: (i: number) => number): LabelledRows {
  return { rows: randomRows(count), labels: Uint8Array.from({ length: count }, (_, i) => label(i)) };
}

const INSTRUCTIONS = 5;
const instructions = randomRows(INSTRUCTIONS);
const parts = {
  instructions: { rows: instructions, ...rowStatistics(products(instructions, randomRows(50), COLUMNS), 50) },
  pool: mails(2 * POOL_PER_LABEL, (i) => (i < POOL_PER_LABEL ? 1 : 0)),
  columns: COLUMNS,
};
const reader = new SimilarityReader(
  mails(80, (i) => (i % 3) % 2),
  parts,
);

test('effects are those of reading every changed prompt', () => {
  const { prompts, effects } = measureRelevance(reader, Random.seeded(1), {
    prompts: 4,
    instructions: INSTRUCTIONS,
  });
  expect(new Set(effects).size).toBeGreaterThan(20);
  prompts.forEach(({ instruction, exemplars }, i) => {
    const before = reader.error({ instruction, exemplars });
    for (let candidate = 0; candidate < 2 * POOL_PER_LABEL; candidate++) {
      const label = parts.pool.labels[candidate];
      const changes = exemplars.flatMap((old, position) =>
        parts.pool.labels[old] === label
          ? [before - reader.error({ instruction, exemplars: exemplars.with(position, candidate) })]
          : [],
      );
      const mean = changes.reduce((sum, change) => sum + change, 0) / changes.length;
      expect(effects[i * 2 * POOL_PER_LABEL + candidate]).toBeCloseTo(mean, 6);
    }
  });
});
