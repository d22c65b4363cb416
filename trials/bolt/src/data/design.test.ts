import { expect, test } from 'vitest';
import { Random } from '../random.js';
import type { Prompt, Reader } from '../reader.js';
import { halvingDesign, holdOutDesign } from './design.js';
import { choosePool, randomPrompt } from './pool.js';

/** A reader whose error is known: its instruction's number, less where more mails are read. */
class CountingReader implements Reader {
  readonly mails = 1000;
  readonly reads: number[] = [];

  error({ instruction }: Prompt, count = this.mails): number {
    this.reads.push(count);
    return instruction / 400 - count / 1e6;
  }
}

test('half of the prompts go on at each rung, and each keeps the error of its last', () => {
  const reader = new CountingReader();
  const design = halvingDesign(reader, Random.seeded(1), 400);
  const counts = [62, 125, 250, 500, 1000].map((f) => design.filter(({ fidelity }) => fidelity === f).length);
  expect(counts).toEqual([120, 60, 30, 15, 15]);
  expect(reader.reads).toHaveLength(240 + 120 + 60 + 30 + 15);
  for (const { prompt, error, fidelity } of design)
    expect(error).toBe(prompt.instruction / 400 - fidelity / 1e6);
  const best = design.filter(({ fidelity }) => fidelity === 1000).map(({ prompt }) => prompt.instruction);
  const rest = design.filter(({ fidelity }) => fidelity < 1000).map(({ prompt }) => prompt.instruction);
  expect(Math.max(...best)).toBeLessThanOrEqual(Math.min(...rest));
});

test('the hold-out is read in full', () => {
  const design = holdOutDesign(new CountingReader(), Random.seeded(1), 400);
  expect(design.map(({ fidelity }) => fidelity)).toEqual(new Array(160).fill(1000));
});

test('the pool is 128 spam, then 128 ham; a prompt has 4 different ones of each', () => {
  const labels = Array.from({ length: 600 }, (_, i) => (i % 3 === 0 ? 1 : 0));
  const pool = choosePool(labels, Random.seeded(2));
  expect(pool.map((i) => labels[i])).toEqual([
    ...new Array<number>(128).fill(1),
    ...new Array<number>(128).fill(0),
  ]);
  expect(new Set(pool).size).toBe(256);
  const { exemplars } = randomPrompt(Random.seeded(3), 400);
  expect(exemplars.map((i) => i < 128)).toEqual([true, true, true, true, false, false, false, false]);
  expect(new Set(exemplars).size).toBe(8);
});
