import { readdir } from 'node:fs/promises';
import { isMissing } from '../results/json.js';
import type { Results } from '../results/read.js';
import type { Stage } from '../spec/index.js';
import type { Phase } from '../spec/types.js';
import type { TrialRef } from '../trial/definition.js';

/**
 * How long a trial of a tier, or a stage of one, takes, all its attempts together: the mean of those that have run, else of those of the
 * phase. Undefined where none has.
 *
 * @returns seconds on a device
 */
export async function pastSeconds(
  results: Results,
  { phase, tier: { tier }, stage }: Pick<TrialRef, 'phase' | 'tier' | 'stage'>,
): Promise<number | undefined> {
  const names = await trialsOf(results, phase);
  const own = await secondsOf(
    results,
    names.filter((name) => name.startsWith(`${phase.name}_${tier}_`) && ending(stage).test(name)),
  );
  const known = own.length > 0 ? own : await secondsOf(results, names);
  return known.length === 0 ? undefined : known.reduce((sum, each) => sum + each, 0) / known.length;
}

/** Rungs differ in what they cost; seeds do not. */
function ending(stage?: Stage): RegExp {
  if (stage === undefined) return /_\d{3,}$/;
  return stage.kind === 'rung' ? new RegExp(`_rung_${stage.number}$`) : /_seed_\d+$/;
}

/** Also trials that the pipeline no longer has. */
async function trialsOf(results: Results, { name, tiers }: Phase): Promise<string[]> {
  const found = await readdir(results.path(results.layout.trials)).catch((error: unknown) => {
    if (isMissing(error)) return [];
    throw error;
  });
  return found.filter((trial) => tiers.some(({ tier }) => trial.startsWith(`${name}_${tier}_`)));
}

async function secondsOf(results: Results, trials: readonly string[]): Promise<number[]> {
  const records = await Promise.all(trials.map((trial) => results.record(trial).catch(() => undefined)));
  return records.flatMap((record) => {
    const attempts = record?.attempts ?? [];
    return attempts.length === 0 ? [] : [attempts.reduce((sum, { seconds }) => sum + seconds, 0)];
  });
}
