/**
 * The tuned configuration and the defaults on the sealed test, which nothing else reads. The tuned prompts are those of
 * the winning trial of the last phase; for the defaults the phases run here, with the same code and seed, from the first one
 * on that they did not win.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import {
  dataDirectory,
  listenForStop,
  log,
  readTensors,
  readTrial,
  STOPPED,
  upstreamArtifact,
  writeMetrics,
  writeTensors,
  ContractError,
  type Trial,
  type TrialConfig,
} from 'trials-kit';
import { startDevice } from './device.js';
import { readPrepared, readSealedTest, type PreparedData } from './data/files.js';
import { comparison } from './sealed-test.js';
import { comesFrom, type Artifact, type Phase } from './phase.js';
import { gp } from './phases/gp.js';
import { inference, winnersOf } from './phases/inference.js';
import { scorer } from './phases/scorer.js';
import { vae } from './phases/vae.js';
import { SimilarityReader } from './reader.js';
import { StoppedError } from './training/train.js';

const PHASES: readonly (readonly [string, Phase])[] = Object.entries({ vae, scorer, gp, inference });

async function main(): Promise<void> {
  const trial = readTrial();
  await startDevice();
  const dir = dataDirectory(trial.config);
  const data = readPrepared(dir);
  const tuned = winnersOf(readTensors(upstreamArtifact(trial.config, 'inference')));
  const defaults = winnersOf(await runDefaults(trial, data));
  const reader = new SimilarityReader(readSealedTest(dir), data);
  const right = (prompts: typeof tuned): Uint8Array[] => prompts.map((prompt) => reader.correct(prompt));
  writeMetrics(trial.outputDir, comparison(right(tuned), right(defaults)));
}

/** All phases with the defaults; what a stopped run finished is kept beside the checkpoints. @returns the last artifact */
async function runDefaults({ config, checkpointDir }: Trial, data: PreparedData): Promise<Artifact> {
  const params = config.defaults;
  if (params === undefined) throw new ContractError('Expected `defaults` to be set, got nothing.');
  const stop = listenForStop();
  const upstream: Record<string, Artifact> = {};
  for (const [phase, run] of PHASES) {
    const kept = join(checkpointDir, `${phase}.safetensors`);
    const winner = wonByDefaults(config, phase);
    if (winner !== undefined) {
      log(`The defaults won the phase ${phase}: its artifact is theirs.`);
      writeTensors(kept, winner.tensors, winner.metadata);
    }
    if (!existsSync(kept)) {
      log(`Running the phase ${phase} with the defaults.`);
      const input = { config: { ...config, phase, params }, data, upstream, stop };
      const { artifact } = await run({ ...input, checkpointDir: join(checkpointDir, phase) });
      writeTensors(kept, artifact!.tensors, artifact!.metadata);
    }
    upstream[phase] = readTensors(kept);
  }
  stop.release();
  return upstream['inference']!;
}

/** The winner's artifact, if it was made with the defaults of its phase and of all before. */
function wonByDefaults({ upstream, seed, defaults }: TrialConfig, phase: string): Artifact | undefined {
  const path = upstream[phase]?.artifact;
  if (path === undefined || defaults === undefined) return undefined;
  const artifact = readTensors(path);
  return comesFrom(artifact, seed, defaults) ? artifact : undefined;
}

try {
  await main();
} catch (error) {
  if (!(error instanceof StoppedError)) throw error;
  log(error.message);
  process.exitCode = STOPPED;
}
