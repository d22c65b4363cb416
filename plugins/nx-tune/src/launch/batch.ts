import type { KnownTargets } from '../spec/index.js';
import { RunFacts } from './facts.js';
import type { Share } from './journal.js';
import { endLeftovers } from './remains.js';
import { openSession } from './session.js';
import { runWave, type TaskEnd, type TrialTask } from './wave.js';

/**
 * Runs trials in this process, one a device, and gives each one's end as it comes.
 *
 * @param targets the workspace's Nx targets
 */
export async function* runTrials(
  workspaceRoot: string,
  targets: KnownTargets,
  tasks: readonly TrialTask[],
): AsyncGenerator<TaskEnd> {
  const facts = new RunFacts(workspaceRoot, targets);
  await endLeftovers(workspaceRoot, facts.readable(tasks.map(({ options }) => options.pipeline)));
  const session = await openSession(workspaceRoot, shares(facts, tasks), tasks.length);
  try {
    yield* runWave(tasks, { facts, ...session });
  } finally {
    await session.close();
  }
}

/** What each pipeline has of the tasks, and what its phase will have after them. */
function shares(facts: RunFacts, tasks: readonly TrialTask[]): Share[] {
  const files = tasks.map(({ options }) => options.pipeline);
  return facts.readable(files).map((spec) => {
    const own = tasks.map(({ options }) => options).filter(({ pipeline }) => pipeline === spec.files[0]);
    const phase = spec.phases.find(({ name }) => name === own[0]?.phase);
    const tiers = phase?.tiers ?? [];
    const last = Math.max(...own.map((options) => tiers.findIndex(({ tier }) => tier === options.tier)));
    const later = tiers.slice(last + 1).reduce((sum, { trials }) => sum + trials, 0);
    return { spec, trials: own.length, later };
  });
}
