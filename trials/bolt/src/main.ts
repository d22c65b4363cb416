/** Runs one trial: the phase that TUNE_TRIAL names. */
import {
  artifactPath,
  ContractError,
  dataDirectory,
  listenForStop,
  log,
  readTensors,
  readTrial,
  STOPPED,
  writeMetrics,
  writeTensors,
  type TrialConfig,
} from 'trials-kit';
import { startDevice } from './device.js';
import { readPrepared } from './data/files.js';
import { ABSENCE_REASONS } from './metrics/index.js';
import { origin, type Artifact, type Phase } from './phase.js';
import { StoppedError } from './training/train.js';

// Loaded when needed, so that a trial of one phase does not depend on the code of another.
const PHASES: Readonly<Record<string, () => Promise<Phase>>> = {
  vae: async () => (await import('./phases/vae.js')).vae,
  scorer: async () => (await import('./phases/scorer.js')).scorer,
  gp: async () => (await import('./phases/gp.js')).gp,
  inference: async () => (await import('./phases/inference.js')).inference,
};

async function main(): Promise<void> {
  const trial = readTrial();
  const { config, checkpointDir } = trial;
  const load = PHASES[config.phase];
  if (load === undefined) {
    const known = Object.keys(PHASES).join(', ');
    throw new ContractError(`Expected \`phase\` to be one of ${known}, got \`${config.phase}\`.`);
  }
  const stop = listenForStop();
  await startDevice();
  const phase = await load();
  const data = readPrepared(dataDirectory(config));
  const output = await phase({ config, data, upstream: readUpstream(config), checkpointDir, stop });
  if (output.artifact !== undefined) {
    const { tensors, metadata } = output.artifact;
    const all = { ...metadata, ...origin(config.seed, config.params) };
    writeTensors(artifactPath(trial, `${config.phase}.safetensors`), tensors, all);
  }
  writeMetrics(trial.outputDir, { gpu_memory_peak: undefined, ...output.metrics }, ABSENCE_REASONS);
}

function readUpstream(config: TrialConfig): Record<string, Artifact> {
  const artifacts = Object.entries(config.upstream).filter(([, { artifact }]) => artifact !== undefined);
  return Object.fromEntries(artifacts.map(([phase, { artifact }]) => [phase, readTensors(artifact!)]));
}

try {
  await main();
} catch (error) {
  if (!(error instanceof StoppedError)) throw error;
  log(error.message);
  process.exitCode = STOPPED;
}
