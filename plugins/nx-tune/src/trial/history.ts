import { visibleTrials, type SampledTrial } from '../sample/index.js';
import { digestOf } from '../results/digest.js';
import { marginsOf, meetsAll } from '../spec/index.js';
import type { Observation } from '../results/types.js';
import type { TrialRef } from './definition.js';
import { trialsThatDecide } from './patience.js';

/**
 * How many trials of its tier, counted from trial 0, a trial depends on, for its values or for whether it is skipped. It
 * is planned once they have ended.
 */
export const trialsSeen = (ref: Looking): number =>
  ref.stage ? 0 : Math.max(visibleTrials(ref.phase.sampler, ref.index), trialsThatDecide(ref));

/** A stage looks at no other trials: what it tries is the trial's. */
type Looking = Pick<TrialRef, 'phase' | 'index'> & { readonly stage?: TrialRef['stage'] | undefined };

/**
 * Those of them that the graph has an edge to, by index: all but those that the last of them depends on itself. Of these
 * the last one's history.json tells. So a tier has edges in proportion to its trials, not to their square, and a hash
 * costs the same for the last trial as for the first.
 */
export function trialsLinked({ phase, index, stage }: Looking): number[] {
  const seen = trialsSeen({ phase, index, stage });
  const first = seen === 0 ? 0 : trialsSeen({ phase, index: seen - 1 });
  return Array.from({ length: seen - first }, (_, offset) => first + offset);
}

/**
 * history.json: stands for all observations that a trial depends on, in the hashes of those that depend on it. Absent
 * where there are none.
 */
export interface HistoryDigest {
  readonly trials: number;
  readonly sha256: string;
}

export const digestHistory = (observations: readonly Observation[]): HistoryDigest => ({
  trials: observations.length,
  sha256: digestOf(observations.map(digestOnce)),
});

/** Each is in the history of all trials after it. */
const digests = new WeakMap<Observation, string>();

function digestOnce(observation: Observation): string {
  const digest = digests.get(observation) ?? digestOf(observation);
  digests.set(observation, digest);
  return digest;
}

/**
 * What the sampler is told of the trials that it may see.
 *
 * @param observations of trials 0..n-1 of the tier, n at least `trialsSeen`; what is beyond is left out
 */
export function historyOf(ref: TrialRef, observations: readonly Observation[]): SampledTrial[] {
  return observations
    .slice(0, visibleTrials(ref.phase.sampler, ref.index))
    .map((observation) => sampledTrial(ref, observation));
}

function sampledTrial({ phase, tier }: TrialRef, observation: Observation): SampledTrial {
  const { index, status, objective, metrics } = observation;
  const values = tier.parameters.flatMap(({ name }) => {
    const value = observation.values[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return {
    index,
    values: Object.fromEntries(values),
    objective: status === 'complete' ? objective : null,
    ...(phase.gate.length > 0
      ? { feasible: meetsAll(phase.gate, metrics), ...known(marginsOf(phase.gate, metrics)) }
      : {}),
  };
}

const known = (margins: readonly number[] | undefined): Pick<SampledTrial, 'margins'> =>
  margins ? { margins } : {};
