import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readFixture } from '../../test/reference/fixture.js';
import { Random } from '../random.js';
import { StoppedError } from '../training/train.js';
import { initialParameters, logPosterior, type Problem } from './objective.js';
import { fit } from './training.js';

const reference = readFixture('gaussian_process');
const columns = reference.number('columns');
const problem: Problem = {
  inputs: reference.array('inputs'),
  columns,
  measured: { targets: reference.array('targets'), noise: reference.array('noise') },
  network: { inputs: columns, hidden: 4, outputs: 2 },
  lengthscalePrior: 1,
};
const options = { learningRate: 0.02, steps: 40 };

let dir: string;
beforeEach(() => (dir = mkdtempSync(join(tmpdir(), 'gp-'))));
afterEach(() => {
  rmSync(dir, { recursive: true });
});

/** Asks to stop at the given poll, or never. */
function context(stopAt = Infinity) {
  let polls = 0;
  const poll = () => Promise.resolve(++polls >= stopAt);
  return {
    checkpointDir: dir,
    random: Random.seeded(3, 'gp'),
    stop: { requested: false, poll, release: () => undefined },
  };
}

test('the log posterior rises', async () => {
  const before = logPosterior(problem, initialParameters(problem, Random.seeded(3, 'gp'))).value;
  const after = logPosterior(problem, await fit(problem, options, context())).value;
  expect(after).toBeGreaterThan(before + 1);
});

test('stopped and resumed, it ends with the very same numbers', async () => {
  const whole = await fit(problem, options, context());
  await expect(fit(problem, options, context(3))).rejects.toThrow(new StoppedError(15));
  expect(readdirSync(dir)).toEqual(['checkpoint.safetensors']);
  await expect(fit(problem, options, context(2))).rejects.toThrow(new StoppedError(25));
  expect(await fit(problem, options, context())).toEqual(whole);
});
