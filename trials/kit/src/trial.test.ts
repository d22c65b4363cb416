import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  booleanParameter,
  ContractError,
  dataDirectory,
  numberParameter,
  readTrial,
  upstreamArtifact,
  type TrialConfig,
} from './trial.js';

const config = {
  pipeline: 'p',
  phase: 'gp',
  tier: 'CRITICAL',
  trial: 'gp_CRITICAL_000',
  seed: 7,
  params: { rate: 0.5, deep: true },
  upstream: {
    vae: { trial: 'vae_CRITICAL_003', artifact: 'results/p/trials/vae_CRITICAL_003/vae.safetensors' },
  },
  data_dir: 'results/p/data',
} satisfies TrialConfig;

function environment(trial: string): NodeJS.ProcessEnv {
  const folder = mkdtempSync(join(tmpdir(), 'kit-'));
  return {
    TUNE_TRIAL: trial,
    TUNE_OUTPUT_DIR: join(folder, 'out/deep'),
    TUNE_CHECKPOINT_DIR: join(folder, 'checkpoint'),
  };
}

test('reads what the runner sets and makes the folders', () => {
  const env = environment(JSON.stringify(config));
  const trial = readTrial(env);
  expect(trial.config).toEqual(config);
  expect([trial.outputDir, trial.checkpointDir].every((path) => existsSync(path))).toBe(true);
  expect(numberParameter(trial.config, 'rate')).toBe(0.5);
  expect(numberParameter(trial.config, 'rate', 1)).toBe(0.5);
  expect(numberParameter(trial.config, 'batch', 32)).toBe(32);
  expect(booleanParameter(trial.config, 'deep')).toBe(true);
  expect(upstreamArtifact(trial.config, 'vae')).toBe(config.upstream.vae.artifact);
  expect(dataDirectory(trial.config)).toBe('results/p/data');
});

const mistakes: [string, () => unknown, string][] = [
  [
    'a missing variable',
    () => readTrial({}),
    'Expected the environment variable `TUNE_TRIAL` to be set, got nothing.',
  ],
  [
    'an empty variable',
    () => readTrial({ ...environment('{}'), TUNE_TRIAL: '' }),
    'Expected the environment variable `TUNE_TRIAL` to be set, got an empty string.',
  ],
  [
    'text that is not JSON',
    () => readTrial(environment('{')),
    'Expected `TUNE_TRIAL` to be JSON, got text that is not.',
  ],
  [
    'a missing field',
    () => readTrial(environment('{"phase":"gp"}')),
    'Expected `trial` in `TUNE_TRIAL` to be of type string, got nothing.',
  ],
  [
    'a field of another type',
    () => readTrial(environment('{"phase":"gp","trial":"t","seed":"7"}')),
    'Expected `seed` in `TUNE_TRIAL` to be of type number, got `"7"`.',
  ],
  [
    'a missing parameter',
    () => numberParameter(config, 'momentum'),
    'Expected the parameter `momentum` to be a number, got nothing.',
  ],
  [
    'a parameter of another type',
    () => numberParameter(config, 'deep'),
    'Expected the parameter `deep` to be a number, got `true` (boolean).',
  ],
  [
    'a boolean of another type',
    () => booleanParameter(config, 'rate'),
    'Expected the parameter `rate` to be a boolean, got `0.5` (number).',
  ],
  [
    'an artifact that is not there',
    () => upstreamArtifact(config, 'scorer'),
    'Expected `upstream` to name an artifact of the phase `scorer`, got none.',
  ],
  [
    'no data folder',
    () => dataDirectory({ ...config, data_dir: undefined } as unknown as TrialConfig),
    'Expected `data_dir` to be set, got nothing.',
  ],
];
test.each(mistakes)('%s is refused', (_, run, message) => {
  expect(run).toThrow(new ContractError(message));
});
