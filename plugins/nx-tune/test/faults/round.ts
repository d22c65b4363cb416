import { existsSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Workspace } from '../workspace.js';
import { finished, inject, type Injected } from './faults.js';
import { rolesOf } from './processes.js';
import type { Random } from './random.js';

const PROGRAM = fileURLToPath(new URL('../fixtures/programs/faulty.py', import.meta.url));

/** Nine trials in all shapes, then two on the winner's artifact. */
export const pipeline = (seed: number): string => `
seed: ${seed}
program: { command: [python3, ${JSON.stringify(PROGRAM)}], sources: [package.json] }
parameters:
  shape: { phase: a, choices: [plain, deaf, parent, torn, leaky, silent, noisy, late], default: plain }
  y: { phase: b, range: [0, 1], default: 0.37 }
sampler: { type: grid }
fixed: { start: ${(seed % 89) / 97} }
phases:
  a: { objective: maximize score, artifact: model.json, trials: 9 }
  b: { objective: maximize score, artifact: model.json, trials: 2, sampler: { type: random } }
runtime: { attempts: 8, backoff: 50ms, grace: 1500ms, stall: 5s, heartbeat: 1s }
`;

export const DEVICES = { CUDA_VISIBLE_DEVICES: 'GPU-a,GPU-b' };
const TUNE = ['run', 'demo:tune'];

/** One run of nx. */
export interface NxEpoch {
  readonly ended: number;
  /** Trials that had a receipt then. */
  readonly recorded: readonly string[];
  readonly faults: readonly Injected[];
}

/** One nx from its start to its end, with faults at random moments as long as `wanted` is above 0. */
export async function epoch(workspace: Workspace, random: Random, wanted: number): Promise<NxEpoch> {
  const nx = workspace.start(TUNE, DEVICES);
  let running = true;
  const ended = nx.then(() => void (running = false));
  const faults: Injected[] = [];
  // Now and then nx has not even begun with the trials.
  if (random.next() < 0.8) while (running && !rolesOf(workspace, nx.pid).has('runner')) await delay(50);
  while (faults.length < wanted) {
    await Promise.race([ended, delay(random.next() * 3_000)]);
    if (!running) break;
    const injected = await inject({ workspace, random, nx: nx.pid });
    if (injected) faults.push(injected);
    if (injected && process.env['FAULTS_VERBOSE'] !== undefined) console.log(JSON.stringify(injected));
  }
  await ended;
  return { recorded: await finished({ workspace }), ended: Date.now(), faults };
}

/** A workspace whose pipeline has this seed, with nothing done yet. */
export async function prepare(workspace: Workspace, seed: number): Promise<void> {
  await workspace.remove('results', 'state');
  await workspace.write({ 'pipelines/demo/pipeline.yaml': pipeline(seed), 'state/events.log': '' });
}

/** Runs until nx ends well. @throws where it does not within a few runs */
export async function finish(workspace: Workspace): Promise<void> {
  let last = '';
  for (let run = 0; run < 3; run++) {
    const { code, output } = await workspace.nx(TUNE, DEVICES);
    if (code === 0) return;
    last = output;
  }
  throw new Error(`Without further faults nx did not finish in 3 runs:\n${last}`);
}

/** What the run has found: the same whatever happened on the way. */
export async function findings(workspace: Workspace): Promise<Record<string, string>> {
  const trials = (await workspace.list('results/demo/trials')).filter((name) => /_\d+$/.test(name)).sort();
  const files = [
    ...trials.map((trial) => `results/demo/trials/${trial}/observation.json`),
    ...['a', 'b'].map((phase) => `results/demo/phase_results/${phase}/incumbent.json`),
  ];
  const present = files.filter((file) => existsSync(`${workspace.root}/${file}`));
  return Object.fromEntries(
    await Promise.all(present.map(async (file) => [file, await workspace.read(file)] as const)),
  );
}
