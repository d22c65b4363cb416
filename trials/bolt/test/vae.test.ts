import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { readPrepared, readSealedTest } from '../src/data/files.js';
import { runProgram, temporaryFolder, TrialFolder } from './program.js';

const data = temporaryFolder();
const params = {
  vae_beta: 0.05,
  vae_mse_weight: 0.2,
  instruction_latent_dim: 12,
  exemplar_latent_dim: 12,
  vae_lr: 0.001,
  vae_epochs: 130,
};
const config = { phase: 'vae', params, data_dir: data };

beforeAll(async () => {
  const { code, output } = await runProgram('prepare.js', { TUNE_OUTPUT_DIR: data });
  expect(output).toBe('5742 mails, 29.3 % spam, 4000 terms.\n');
  expect(code).toBe(0);
});

const digests = (folder: string): string[] =>
  readdirSync(folder).map(
    (file) =>
      `${file} ${createHash('sha256')
        .update(readFileSync(join(folder, file)))
        .digest('hex')}`,
  );

test('the prepared data is the same bytes every time', async () => {
  const again = temporaryFolder();
  await runProgram('prepare.js', { TUNE_OUTPUT_DIR: again });
  expect(digests(again)).toEqual(digests(data));
  expect(readdirSync(again)).toEqual(['data.safetensors', 'instructions.json', 'sealed-test.safetensors']);
});

test('the parts have the sizes of the task, and rows of unit length', () => {
  const prepared = readPrepared(data);
  const parts = [prepared.fit, prepared.validation, prepared.devTest, readSealedTest(data), prepared.pool];
  expect(parts.map(({ labels }) => labels.length)).toEqual([2000, 1000, 1371, 1371, 256]);
  for (const { rows, labels } of parts) {
    expect(rows).toHaveLength(64 * labels.length);
    for (let i = 0; i < labels.length; i++) {
      const squares = rows.subarray(64 * i, 64 * i + 64).reduce((sum, value) => sum + value * value, 0);
      expect(Math.abs(squares - 1)).toBeLessThan(1e-6);
    }
  }
});

test('a training that is stopped and resumed ends like one that is not', async () => {
  const whole = new TrialFolder();
  expect(await whole.run(config)).toMatchObject({ code: 0 });
  expect(Object.keys(whole.metrics).sort()).toEqual([
    'kl_divergence',
    'lipschitz_constant',
    'percentile10_cosine',
    'reconstruction_cosine',
    'reconstruction_mse',
    'retrieval_accuracy_at_8',
  ]);

  const parted = new TrialFolder();
  const stopped = await parted.run(config, '{"step":50,');
  expect(stopped.code).toBe(75);
  const [, step] = /Stopped at step (\d+), after saving a checkpoint\.\n$/.exec(stopped.output)!;
  expect(readdirSync(parted.output)).toEqual([]);
  const resumed = await parted.run(config);
  expect(resumed.output.split('\n')[0]).toBe(`Going on from step ${step}.`);
  expect(resumed.code).toBe(0);
  expect(parted.read('metrics.json')).toEqual(whole.read('metrics.json'));
  expect(parted.read('vae.safetensors')).toEqual(whole.read('vae.safetensors'));
});

test('an unknown phase is refused', async () => {
  const { code, output } = await new TrialFolder().run({ ...config, phase: 'vea' });
  expect(code).toBe(1);
  expect(output).toContain('ContractError: Expected `phase` to be one of vae, gp, got `vea`.');
});
