import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { writeJson } from '../results/json.js';
import { FILES } from '../results/layout.js';
import type { Observation, TrialRecord } from '../results/types.js';
import { budgetAt } from '../spec/index.js';
import { nameOf, type TrialRef } from '../trial/definition.js';
import { outOfPatience } from '../trial/patience.js';
import { convergedReason } from '../select/convergence.js';
import type { RunFacts } from './facts.js';

/** A trial that is not run, and why. */
export interface Skip {
  readonly status: 'skipped' | 'pruned';
  readonly reason: string;
  /** What decided it. */
  readonly origin: 'patience' | 'halving' | 'replicates' | 'cycles';
}

/** Undefined where the trial is to be run. To be asked once all that it depends on has ended. */
export async function skipOf(facts: RunFacts, ref: TrialRef): Promise<Skip | undefined> {
  if (ref.phase.cycle > 1 && (await facts.incumbent(ref)).converged)
    return { status: 'skipped', reason: convergedReason(ref.phase), origin: 'cycles' };
  if (ref.stage) return (await facts.goesOn(ref)) ? undefined : notChosen(ref, await facts.before(ref));
  const reason = outOfPatience(ref, await facts.observed(ref));
  return reason === undefined ? undefined : { status: 'skipped', reason, origin: 'patience' };
}

function notChosen({ phase, stage }: TrialRef, before: Observation): Skip {
  const { halving, replicates } = phase;
  const ended = before.status === 'complete' ? undefined : `${before.trial} is ${before.status}`;
  if (stage!.kind === 'seed') {
    const reason = ended ?? `${before.trial} is not among the best ${replicates!.top}`;
    return { status: 'skipped', reason, origin: 'replicates' };
  }
  const { metric } = halving!.metric;
  const value = before.metrics[metric];
  const among = `not among the best 1/${halving!.eta} that go on to ${halving!.budget} ${budgetAt(phase, stage)}`;
  const reason = ended ?? `${before.trial} is ${among}: ${metric} ${value ?? 'not reported'}`;
  return { status: 'pruned', reason, origin: 'halving' };
}

/**
 * Skips a trial where that is to be. What an earlier run of it left, its receipt included, stays: once it is to be run
 * again, it is reused.
 *
 * @returns how it was skipped; undefined where it is to be run
 */
export async function skipTrial(facts: RunFacts, ref: TrialRef): Promise<Skip['status'] | undefined> {
  const skip = await skipOf(facts, ref);
  if (skip === undefined) return undefined;
  const observation = skippedObservation(ref, skip);
  const results = facts.results(ref.spec);
  const folder = results.path(results.layout.trial(observation.trial));
  const now = new Date().toISOString();
  const record: TrialRecord = {
    trial: observation.trial,
    attempts: [],
    started: now,
    finished: now,
    gate: [],
    metrics: {},
    ...skip,
  };
  await mkdir(folder, { recursive: true });
  await writeJson(join(folder, FILES.observation), observation);
  await writeJson(join(folder, FILES.record), record);
  return skip.status;
}

/** It has no values, since no program was given any. */
export const skippedObservation = (ref: TrialRef, { status }: Pick<Skip, 'status'>): Observation => ({
  trial: nameOf(ref),
  phase: ref.phase.name,
  tier: ref.tier.tier,
  index: ref.index,
  status,
  values: {},
  objective: null,
  metrics: {},
  ...(ref.stage && { stage: ref.stage }),
});
