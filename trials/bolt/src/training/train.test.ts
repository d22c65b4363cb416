import { defaultDevice, init } from '@jax-js/jax';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listenForStop } from 'trials-kit';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { DeviceParameters } from '../models/parameters.js';
import { Random } from '../random.js';
import { train, type Objective, type Trained, type TrainingOptions } from './train.js';

beforeAll(async () => {
  await init('wasm');
  defaultDevice('wasm');
});

let folders: string[];
const stop = listenForStop();

afterAll(() => stop.release());
beforeEach(() => {
  folders = [];
});
afterEach(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

function checkpointDir(): string {
  folders.push(mkdtempSync(join(tmpdir(), 'bolt-train-')));
  return folders.at(-1)!;
}

const weights = ({ w }: DeviceParameters): Float32Array => w!.dataSync() as Float32Array;

/** Noisy steps towards 1, so that the held-out loss, the generator and the moments all matter. */
const OBJECTIVE: Objective = {
  onBatch(parameters, random) {
    const [value] = weights(parameters);
    const gradient = 2 * (value! - 1) + random.uniform() - 0.5;
    return { loss: (value! - 1) ** 2, gradients: { w: Float32Array.of(gradient) } };
  },
  heldOut: (parameters) => (weights(parameters)[0]! - 1) ** 2 + 0.01,
};

const OPTIONS: TrainingOptions = {
  learningRate: 0.01,
  clip: 1,
  maxSteps: 0,
  evaluateEvery: 50,
  patience: 3,
  minImprovement: 0.03,
};

const trained = (maxSteps: number, dir: string): Promise<Trained> =>
  train(
    { w: { shape: [1], data: Float32Array.of(-1) } },
    OBJECTIVE,
    { ...OPTIONS, maxSteps },
    {
      checkpointDir: dir,
      stop,
      random: Random.seeded(7, 'test'),
    },
  );

test.each([
  ['a multiple of the steps between two looks', 100, 350],
  ['another number, at whose end there is a look more', 120, 310],
  ['the step at which training ended for lack of improvement', 3000, 9000],
])('a training goes on from a shorter one to the same bits, from %s', async (_what, short, long) => {
  const dir = checkpointDir();
  await trained(short, dir);
  const parted = await trained(long, dir);
  const whole = await trained(long, checkpointDir());
  expect(parted).toEqual(whole);
  expect(whole.steps).toBeGreaterThan(Math.min(short, 300));
});

test('a training that has ended, run again, ends the same', async () => {
  const dir = checkpointDir();
  const first = await trained(120, dir);
  expect(await trained(120, dir)).toEqual(first);
});
