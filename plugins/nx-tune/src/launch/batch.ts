import { mostAt, stagesOf, type KnownTargets } from '../spec/index.js';
import type { Phase, PhaseTier } from '../spec/types.js';
import { ResultSpoiledError } from './errors.js';
import { RunFacts } from './facts.js';
import { whatIsWrong } from './intact.js';
import type { Share } from './journal.js';
import { endLeftovers } from './remains.js';
import { openSession } from './session.js';
import { runWave, type TaskEnd, type TrialTask } from './wave.js';

type Finished = Extract<TaskEnd, { kind: 'done' }>;

/**
 * Runs trials in this process, one a device, and gives each one's end as it comes. A later end of a task takes the
 * place of an earlier one.
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
  const done: Finished[] = [];
  try {
    for await (const end of runWave(tasks, { facts, ...session })) {
      if (end.kind === 'done') done.push(end);
      yield end;
    }
    yield* spoiled(facts, tasks, done);
  } finally {
    await session.close();
  }
}

/**
 * Takes back the ends of trials whose files were changed or deleted since. nx stores outputs when all trials have ended:
 * it would store what is there now, and give that back whenever it is asked for the trial.
 */
async function* spoiled(
  facts: RunFacts,
  tasks: readonly TrialTask[],
  done: readonly Finished[],
): AsyncGenerator<TaskEnd> {
  const pipelines = new Map(tasks.map(({ task, options }) => [task, options.pipeline]));
  for (const { task, trial, started, finished } of done) {
    const results = facts.results(facts.spec(pipelines.get(task)!));
    const folder = results.path(results.layout.trial(trial));
    const why = await whatIsWrong(folder, trial);
    if (why === undefined) continue;
    const error = new ResultSpoiledError(trial, results.layout.trial(trial), why);
    yield { kind: 'error', task, started, finished, error };
  }
}

/** How many of a tier's trials go on to its stages, all together, at most. */
const furtherRuns = (phase: Phase, tier: PhaseTier | undefined): number =>
  tier === undefined ? 0 : stagesOf(phase).reduce((sum, stage) => sum + mostAt(phase, stage, tier.trials), 0);

/** What each pipeline has of the tasks, and what its phase will have after them. */
function shares(facts: RunFacts, tasks: readonly TrialTask[]): Share[] {
  const files = tasks.map(({ options }) => options.pipeline);
  return facts.readable(files).map((spec) => {
    const own = tasks.map(({ options }) => options).filter(({ pipeline }) => pipeline === spec.files[0]);
    const phase = spec.phases.find(({ name }) => name === own[0]?.phase);
    const tiers = phase?.tiers ?? [];
    const last = Math.max(...own.map((options) => tiers.findIndex(({ tier }) => tier === options.tier)));
    const stages =
      phase && own.some(({ stage }) => stage === undefined) ? furtherRuns(phase, tiers[last]) : 0;
    const later = tiers
      .slice(last + 1)
      .reduce((sum, tier) => sum + tier.trials + furtherRuns(phase!, tier), stages);
    return { spec, trials: own.length, later };
  });
}
