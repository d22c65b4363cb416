import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { writeJson } from '../results/json.js';
import { FILES, trialId } from '../results/layout.js';
import type { Observation, TrialRecord } from '../results/types.js';
import type { TrialRef } from '../trial/definition.js';
import { outOfPatience } from '../trial/patience.js';
import type { RunFacts } from './facts.js';

/**
 * Skips a trial whose tier is out of patience. What an earlier run of it left, its receipt included, stays: with more
 * patience it is reused.
 *
 * @returns whether the trial is skipped
 */
export async function skipTrial(facts: RunFacts, ref: TrialRef): Promise<boolean> {
  const reason = outOfPatience(ref, await facts.observed(ref));
  if (reason === undefined) return false;
  const observation = skippedObservation(ref);
  const { trial } = observation;
  const results = facts.results(ref.spec);
  const folder = results.path(results.layout.trial(trial));
  const now = new Date().toISOString();
  const record: TrialRecord = {
    trial,
    status: 'skipped',
    attempts: [],
    started: now,
    finished: now,
    gate: [],
    origin: 'patience',
    metrics: {},
    reason,
  };
  await mkdir(folder, { recursive: true });
  await writeJson(join(folder, FILES.observation), observation);
  await writeJson(join(folder, FILES.record), record);
  return true;
}

/** It has no values, since no program was given any. */
export const skippedObservation = ({ phase, tier, index }: TrialRef): Observation => ({
  trial: trialId(phase.name, tier.tier, index),
  phase: phase.name,
  tier: tier.tier,
  index,
  status: 'skipped',
  values: {},
  objective: null,
  metrics: {},
});
