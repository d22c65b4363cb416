import { meetsAll } from '../spec/index.js';
import type { Observation } from '../results/types.js';
import type { Phase } from '../spec/types.js';
import type { TrialRef } from './definition.js';

/** How many trials of its tier, counted from trial 0, decide whether a trial is skipped; 0 where it never is. */
export function trialsThatDecide({ phase: { patience }, index }: Pick<TrialRef, 'phase' | 'index'>): number {
  if (patience === undefined) return 0;
  const visible = index - patience.lag + 1;
  return visible >= patience.trials ? visible : 0;
}

/**
 * Why a trial is skipped, for people; undefined where it is not. Once as many trials in a row as the phase has patience
 * for have not improved, it stays so for the rest of the tier, whatever those between come to: what a trial decides
 * follows from observations that are named in advance, and so does not depend on how many run at one time.
 *
 * @param observations of trials 0..n-1 of the tier, n at least `trialsThatDecide`
 */
export function outOfPatience(ref: TrialRef, observations: readonly Observation[]): string | undefined {
  const { patience } = ref.phase;
  let best: Observation | undefined;
  let since = 0;
  for (const each of observations.slice(0, trialsThatDecide(ref))) {
    if (improves(ref.phase, best, each)) {
      best = each;
      since = 0;
    } else if (++since >= patience!.trials) return reason(ref.phase, since, best);
  }
  return undefined;
}

/** A trial that meets the gate improves on any that does not; among equals in that it is the objective that counts. */
function improves(phase: Phase, best: Observation | undefined, next: Observation): boolean {
  if (!isUsable(next)) return false;
  if (best === undefined) return true;
  const [before, now] = [best, next].map(({ metrics }) => meetsAll(phase.gate, metrics));
  if (before !== now) return now === true;
  const sign = phase.objective.direction === 'maximize' ? 1 : -1;
  return sign * (next.objective! - best.objective!) > phase.patience!.minImprovement;
}

const isUsable = ({ status, objective }: Observation): boolean =>
  status === 'complete' && objective !== null && Number.isFinite(objective);

function reason({ objective, patience }: Phase, since: number, best: Observation | undefined): string {
  if (best === undefined) return `out of patience: none of ${since} trials reported ${objective.metric}`;
  const by = patience!.minImprovement > 0 ? ` by more than ${patience!.minImprovement}` : '';
  return `out of patience: ${since} trials in a row did not improve on ${best.trial}, ${objective.metric} ${best.objective}${by}`;
}
