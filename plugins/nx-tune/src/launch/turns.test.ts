import { expect, it } from 'vitest';
import type { TrialOptions } from './planned-trial.js';
import { Turns } from './turns.js';

const trial = (index: number, tier = 'CRITICAL'): TrialOptions => ({
  pipeline: 'pipelines/demo/pipeline.yaml',
  phase: 'a',
  tier,
  index,
  definition: '',
});

/** Lets what was resolved take its course. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

it('those of a tier come in the order of their index, whichever is ready first', async () => {
  const trials = [trial(2), trial(0), trial(3), trial(1), trial(7, 'IMPORTANT')];
  const turns = new Turns(trials);
  const order: string[] = [];
  for (const each of trials) void turns.of(each).before.then(() => order.push(`${each.tier} ${each.index}`));
  await settled();
  expect(order).toEqual(['CRITICAL 0', 'IMPORTANT 7']);
  // One that needs no device passes early, and lets nobody by who waits for another.
  turns.of(trials[3]!).pass();
  await settled();
  expect(order).toHaveLength(2);
  turns.of(trials[1]!).pass();
  await settled();
  expect(order.slice(2)).toEqual(['CRITICAL 1', 'CRITICAL 2']);
  turns.of(trials[0]!).pass();
  await settled();
  expect(order.slice(4)).toEqual(['CRITICAL 3']);
});
