import { join } from 'node:path';
import { readTensors, writeTensors } from 'trials-kit';
import { defaultDevice, init } from '@jax-js/jax';
import { beforeAll, expect, test } from 'vitest';
import { readPrepared } from '../src/data/files.js';
import { encodePrompts, readEncoders } from '../src/gp/latents.js';
import { loadSurrogate, predictErrors } from '../src/gp/surrogate.js';
import { rmse, spearmanCorrelation } from '../src/metrics/index.js';
import { prefixed } from '../src/models/parameters.js';
import { initialVae } from '../src/models/vae.js';
import { Random } from '../src/random.js';
import { runProgram, temporaryFolder, TrialFolder } from './program.js';

const data = temporaryFolder();
const artifact = join(temporaryFolder(), 'vae.safetensors');
const params = { gp_lr: 0.005, use_deep_kernel: false, lengthscale_prior: 1, dkl_output_dim: 10 };
const upstream = { vae: { trial: 'vae_CRITICAL_000', artifact } };
const config = { phase: 'gp', params, data_dir: data, upstream };
const METRICS = ['calibration_error', 'lengthscale_ratio', 'nll_heldout', 'rmse', 'spearman_correlation'];

beforeAll(async () => {
  await init('wasm');
  defaultDevice('wasm');
  expect(await runProgram('prepare.js', { TUNE_OUTPUT_DIR: data })).toMatchObject({ code: 0 });
  // Untrained encoders: what is tested is what comes after them.
  const set = { latent: 12, hidden: 32, heads: 4, points: 4 };
  const model = { columns: 64, instructionLatent: 16, set };
  const parameters = initialVae(model, Random.seeded(1));
  writeTensors(artifact, prefixed(parameters, ''), { model: JSON.stringify(model) });
});

test('the metrics are those of the process that the artifact holds', async () => {
  const trial = new TrialFolder();
  expect(await trial.run(config)).toMatchObject({ code: 0 });
  expect(Object.keys(trial.metrics).sort()).toEqual(METRICS);

  const prepared = readPrepared(data);
  const surrogate = loadSurrogate(readTensors(join(trial.output, 'gp.safetensors')));
  expect(surrogate.design.counts.errors).toEqual(Float64Array.from(prepared.design, ({ error }) => error));
  const encoders = readEncoders({ vae: readTensors(artifact) });
  const prompts = prepared.designHoldOut.map(({ prompt }) => prompt);
  const { means } = predictErrors(surrogate, encodePrompts(encoders, prepared, prompts));
  const measured = prepared.designHoldOut.map(({ error }) => error);
  expect(rmse(means, measured)).toBeCloseTo(trial.metrics['rmse']!, 6);
  expect(spearmanCorrelation(means, measured)).toBeCloseTo(trial.metrics['spearman_correlation']!, 6);
});

test('a deep kernel that is stopped and resumed ends like one that is not', async () => {
  const deep = { ...config, params: { ...params, use_deep_kernel: true } };
  const whole = new TrialFolder();
  expect(await whole.run(deep)).toMatchObject({ code: 0 });
  expect(Object.keys(whole.metrics).sort()).toEqual(METRICS);

  const parted = new TrialFolder();
  const stopped = await parted.run(deep, '{"step":25,');
  expect(stopped.code).toBe(75);
  const [, step] = /Stopped at step (\d+), after saving a checkpoint\.\n$/.exec(stopped.output)!;
  const resumed = await parted.run(deep);
  expect(resumed.output.split('\n')[0]).toBe(`Going on from step ${step}.`);
  expect(resumed.code).toBe(0);
  expect(parted.read('metrics.json')).toEqual(whole.read('metrics.json'));
  expect(parted.read('gp.safetensors')).toEqual(whole.read('gp.safetensors'));
});

test('without the artifact of vae there is an error that says so', async () => {
  const { code, output } = await new TrialFolder().run({ ...config, upstream: {} });
  expect(code).toBe(1);
  expect(output).toContain(
    'ContractError: Expected `upstream` to name an artifact of the phase `vae`, got none.',
  );
});
