import type { Stage } from '../spec/index.js';
import type { Objective, Phase } from '../spec/types.js';
import type { Observation, Ranking } from '../results/types.js';
import { isUsable, rank } from './rank.js';

/**
 * Which trials of a tier a stage has, by what they came to in the stage before. The same for any order in which they
 * ended, and unchanged by what does not change the choice.
 *
 * Successive halving after Jamieson and Talwalkar, "Non-stochastic best arm identification and hyperparameter
 * optimization", AISTATS 2016.
 *
 * @param before the tier's observations in the stage before, pruned and skipped ones included
 */
export function trialsOf(phase: Phase, stage: Stage, before: readonly Observation[]): Ranking {
  const chosen = stage.kind === 'rung' ? survivors(phase, before) : best(phase, before);
  return { go_on: chosen.map(({ index }) => index).sort((a, b) => a - b) };
}

/**
 * The best 1/eta of the trials that entered the rung before, at least one, by the metric alone: gates are for the full
 * budget. Trial 000, the incumbent, goes on beside them, so that a tier never ends below what it started from.
 */
function survivors({ halving }: Phase, before: readonly Observation[]): Observation[] {
  const { eta, metric } = halving!;
  const entered = before.filter(
    ({ index, status }) => index > 0 && status !== 'pruned' && status !== 'skipped',
  );
  const sign = metric.direction === 'maximize' ? -1 : 1;
  const measured = (each: Observation): boolean => valueOf(metric, each) !== undefined;
  return [
    ...before.filter((each) => each.index === 0 && measured(each)),
    ...entered
      .filter(measured)
      .sort((a, b) => sign * (valueOf(metric, a)! - valueOf(metric, b)!) || a.index - b.index)
      .slice(0, Math.max(1, Math.floor(entered.length / eta))),
  ];
}

/** Undefined where the trial failed or did not report it. */
function valueOf({ metric }: Objective, { status, metrics }: Observation): number | undefined {
  const value = metrics[metric];
  return status === 'complete' && Number.isFinite(value) ? value : undefined;
}

const best = (phase: Phase, before: readonly Observation[]): Observation[] =>
  rank(before, phase)
    .map(({ observation }) => observation)
    .filter(isUsable)
    .slice(0, phase.replicates!.top);
