import { afterAll, expect, test } from 'vitest';
import type { Heartbeat } from '../src/results/heartbeat.js';
import { eventsOf, expectFinishedOnce, expectNothingLeft } from './faults/invariants.js';
import { Random } from './faults/random.js';
import { epoch, findings, finish, prepare, type NxEpoch } from './faults/round.js';
import { expectNoProcess } from './terminal.js';
import { Workspace } from './workspace.js';

/** Minutes of the long form; without them a few faults are all. */
const MINUTES = Number(process.env['FAULTS_MINUTES'] ?? 0);
const AT_LEAST = Number(process.env['FAULTS'] ?? (MINUTES > 0 ? 200 : 5));
const SEED = Number(process.env['FAULTS_SEED'] ?? Date.now() % 1_000_000);
const FAULTS_A_ROUND = Math.min(12, AT_LEAST);
const TIMEOUT_MS = (MINUTES + 1) * 60_000 + AT_LEAST * 20_000;

const workspaces: Workspace[] = [];
afterAll(() => Promise.all(workspaces.map((workspace) => workspace.dispose())));

const counts = new Map<string, number>();
let runs = 0;
let repeated = 0;
let memory = 0;

/** Faults, then a run to the end, held against a run of the same pipeline without any. */
async function round(workspace: Workspace, random: Random): Promise<number> {
  const seed = random.below(1_000_000);
  await prepare(workspace, seed);
  await finish(workspace);
  const expected = await findings(workspace);
  expect(Object.keys(expected)).toHaveLength(13);
  expect(expectFinishedOnce(await eventsOf(workspace), [])).toBe(0);
  await prepare(workspace, seed);
  await workspace.nx(['reset']);
  const epochs: NxEpoch[] = [];
  const done = (): number => epochs.reduce((sum, { faults }) => sum + faults.length, 0);
  while (done() < FAULTS_A_ROUND) {
    // Everything done before enough went wrong: from the start again, with what was counted so far.
    const made = await epoch(workspace, random, Math.min(3, FAULTS_A_ROUND - done()));
    if (made.faults.length === 0) break;
    epochs.push(made);
    // Half of the time the next run meets what is left of the one before.
    if (random.next() < 0.5) await expectNoProcess(workspace, 15_000);
  }
  await finish(workspace);
  for (const { kind } of epochs.flatMap(({ faults }) => faults))
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  runs += epochs.length + 2;
  const events = await eventsOf(workspace);
  expect(events.filter(({ what }) => what === 'shared')).toEqual([]);
  repeated += expectFinishedOnce(events, epochs);
  await expectNothingLeft(workspace);
  expect(await findings(workspace)).toEqual(expected);
  // Absent where the last fault deleted it and nothing was left to run.
  const beat = await workspace.json<Heartbeat>('results/demo/trials/heartbeat.json').catch(() => undefined);
  memory = Math.max(memory, beat?.runner.memory_peak_gb ?? 0);
  return done();
}

test(
  'whatever is killed or harmed, the same command finishes the work, once, and leaves nothing behind',
  async () => {
    console.log(
      `faults: seed ${SEED} (FAULTS_SEED), at least ${AT_LEAST} (FAULTS), ${MINUTES} min (FAULTS_MINUTES)`,
    );
    const random = new Random(SEED);
    const workspace = await Workspace.create();
    workspaces.push(workspace);
    const until = performance.now() + MINUTES * 60_000;
    let faults = 0;
    while (faults < AT_LEAST || performance.now() < until) {
      faults += await round(workspace, random);
      if (AT_LEAST > FAULTS_A_ROUND) console.log(`faults: ${faults} so far`);
    }
    const kinds = [...counts].sort((a, b) => b[1] - a[1]).map(([kind, count]) => `  ${count} × ${kind}`);
    console.log(
      [
        `faults: ${faults} in ${runs} runs of nx; ${repeated} programs finished once more, since a fault took ` +
          `their result or struck before it was recorded; runner's memory at most ${memory} GB`,
        ...kinds,
      ].join('\n'),
    );
  },
  TIMEOUT_MS,
);
