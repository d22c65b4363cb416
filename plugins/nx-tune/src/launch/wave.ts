import { PassThrough } from 'node:stream';
import pLimit from 'p-limit';
import { trialId } from '../results/layout.js';
import type { TrialRef } from '../trial/definition.js';
import { trialsSeen } from '../trial/history.js';
import type { Tier } from '../spec/types.js';
import { EarlierTrials } from './earlier-trials.js';
import { InterruptedError } from './errors.js';
import type { Done, Events } from './events.js';
import type { RunFacts } from './facts.js';
import { planTrial, refOf, type TrialOptions } from './planned-trial.js';
import type { JobRunner } from './runner.js';
import { writeHistory } from './history.js';
import { skipTrial } from './skip.js';
import { takeOver } from './take-over.js';
import { reuseTrial, runTrial, type TrialEnd } from './trial-task.js';
import { Turns, type Turn } from './turns.js';

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

/**
 * Runs a set of trials, each at most once, and gives each one's end as it comes. A trial that looks at others of the set
 * is planned, and asks for a device, once they have ended. Never throws for a trial.
 */
export async function* runWave(tasks: readonly TrialTask[], parts: WaveParts): AsyncGenerator<TaskEnd> {
  const ends = new PassThrough({ objectMode: true, highWaterMark: tasks.length + 1 });
  const limit = pLimit(CHECKS_AT_ONCE);
  const earlier = new EarlierTrials();
  const turns = new Turns(tasks.map(({ options }) => options));
  // None begins before all are known to those that wait for them.
  const known = Promise.resolve();
  const all = tasks.map(({ task, options }) => {
    const started = Date.now();
    const end = known.then(() => settle(options, parts, { limit, earlier, turn: turns.of(options) }));
    earlier.add(options, end);
    return end.then((end) => ends.write({ ...end, task, started, finished: Date.now() } satisfies TaskEnd));
  });
  void Promise.all(all).then(() => ends.end());
  yield* ends as AsyncIterable<TaskEnd>;
}

type Limit = ReturnType<typeof pLimit>;
type End = { kind: 'done'; trial: string; how: TrialEnd } | { kind: 'error'; error: unknown };

async function settle(
  options: TrialOptions,
  parts: WaveParts,
  { limit, earlier, turn }: { limit: Limit; earlier: EarlierTrials; turn: Turn },
): Promise<End> {
  const id = idOf(options);
  const { facts, events } = parts;
  const name = { id, pipeline: options.pipeline };
  try {
    const ref = refOf(facts, options);
    if (trialsSeen(ref) > 0) turn.pass();
    await earlier.ended(ref);
    const how = (await limit(() => skipTrial(facts, ref))) ?? (await carryOut(ref, parts, { limit, turn }));
    await writeHistory(facts, ref);
    events.done(name, how);
    return { kind: 'done', trial: id, how };
  } catch (error) {
    events.done(name, howItEnded(error));
    return { kind: 'error', error };
  } finally {
    turn.pass();
  }
}

/** The trial's name, also where the pipeline file has it no more. */
function idOf({ phase, tier, index, stage }: TrialOptions): string {
  const trial = trialId(phase, tier as Tier, index);
  return stage === undefined ? trial : `${trial}_${stage.replace('-', '_')}`;
}

async function carryOut(
  ref: TrialRef,
  { facts, runner }: WaveParts,
  { limit, turn }: { limit: Limit; turn: Turn },
): Promise<TrialEnd> {
  const planned = await limit(() => planTrial(facts, ref));
  const known = await limit(async () => (await reuseTrial(planned)) ?? takeOver(facts, planned));
  if (known) return 'reused';
  await turn.before;
  const end = runTrial(runner, facts, planned);
  turn.pass();
  return end;
}

function howItEnded(error: unknown): Done {
  if (!(error instanceof InterruptedError)) return 'error';
  return error.started ? 'interrupted' : 'not-started';
}
