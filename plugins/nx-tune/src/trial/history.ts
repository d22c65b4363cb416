import { visibleTrials, type SampledTrial } from '../sample/index.js';
import { evaluate } from '../spec/index.js';
import type { Observation } from '../results/types.js';
import type { TrialRef } from './definition.js';

/**
 * How many trials of its tier, counted from trial 0, a trial depends on: the graph has an edge to each of them, their
 * observations are inputs of its task, and it is planned once they have ended.
 */
export const trialsSeen = ({ phase, index }: TrialRef): number => visibleTrials(phase.sampler, index);

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
      ? { feasible: phase.gate.every((condition) => evaluate(condition, metrics[condition.metric])) }
      : {}),
  };
}
