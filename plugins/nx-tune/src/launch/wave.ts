import { PassThrough } from 'node:stream';
import pLimit from 'p-limit';
import { InterruptedError } from './errors.js';
import { trialId } from '../results/layout.js';
import type { Tier } from '../spec/types.js';
import type { Done, Events } from './events.js';
import type { RunFacts } from './facts.js';
import { planTrial, type PlannedTrial, type TrialOptions } from './planned-trial.js';
import type { JobRunner } from './runner.js';
import { reuseTrial, runTrial, type TrialEnd } from './trial-task.js';

export interface TrialTask {
  /** The Nx task's id. */
  readonly task: string;
  readonly options: TrialOptions;
}

export type TaskEnd = { readonly task: string; readonly started: number; readonly finished: number } & (
  | { readonly kind: 'done'; readonly trial: string; readonly how: TrialEnd }
  | { readonly kind: 'error'; readonly error: unknown }
);

export interface WaveParts {
  readonly facts: RunFacts;
  readonly runner: JobRunner;
  readonly events: Events;
}

/** Files read at one time while trials are planned and their receipts checked. */
const CHECKS_AT_ONCE = 16;

/** Runs a set of trials, each at most once, and gives each one's end as it comes. Never throws for a trial. */
export async function* runWave(tasks: readonly TrialTask[], parts: WaveParts): AsyncGenerator<TaskEnd> {
  const ends = new PassThrough({ objectMode: true, highWaterMark: tasks.length + 1 });
  const limit = pLimit(CHECKS_AT_ONCE);
  const all = tasks.map(async (task) => {
    const started = Date.now();
    const end = await settle(task, parts, limit);
    ends.write({ ...end, task: task.task, started, finished: Date.now() } satisfies TaskEnd);
  });
  void Promise.all(all).then(() => ends.end());
  yield* ends as AsyncIterable<TaskEnd>;
}

type End = { kind: 'done'; trial: string; how: TrialEnd } | { kind: 'error'; error: unknown };

async function settle(
  { options }: TrialTask,
  parts: WaveParts,
  limit: ReturnType<typeof pLimit>,
): Promise<End> {
  const { facts, runner, events } = parts;
  let planned: PlannedTrial | undefined;
  try {
    planned = await limit(() => planTrial(facts, options));
    const { id } = planned;
    const known = planned;
    const how = (await limit(() => reuseTrial(known))) ? 'reused' : await runTrial(runner, facts, planned);
    events.done({ id, pipeline: options.pipeline }, how);
    return { kind: 'done', trial: id, how };
  } catch (error) {
    const id = planned?.id ?? trialId(options.phase, options.tier as Tier, options.index);
    events.done({ id, pipeline: options.pipeline }, howItEnded(error));
    return { kind: 'error', error };
  }
}

function howItEnded(error: unknown): Done {
  if (!(error instanceof InterruptedError)) return 'error';
  return error.started ? 'interrupted' : 'not-started';
}
