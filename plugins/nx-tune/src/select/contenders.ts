import type { Observation } from '../results/types.js';
import type { Phase } from '../spec/types.js';
import { isUsable } from './rank.js';

/** A trial that may be the best of its phase, as it is judged. */
export interface Contender {
  /** Of the trial itself, whose values and artifact count. */
  readonly original: Observation;
  /** The same with the means over its seeds as objective and metrics; the original where it has no further seeds. */
  readonly judged: Observation;
  /** Of all its seeds that came to a result, the original first. */
  readonly runs: readonly Observation[];
}

/**
 * The trials among which the best is: of the highest rung that has one with an objective, and where some were
 * repeated with other seeds, those.
 *
 * @param observations of all stages
 */
export function contendersOf(phase: Phase, observations: readonly Observation[]): Contender[] {
  const originals = highestRung(observations.filter(({ stage }) => stage?.kind !== 'seed'));
  if (!phase.replicates) return originals.map((each) => ({ original: each, judged: each, runs: [each] }));
  const seeds = observations.filter(({ stage, status }) => stage?.kind === 'seed' && status !== 'skipped');
  const all = originals.map((original) => {
    const own = seeds.filter((each) => each.tier === original.tier && each.index === original.index);
    const runs = [original, ...own].filter(isUsable);
    return { original, judged: meanOf(original, runs), runs, repeated: own.length > 0 && isUsable(original) };
  });
  const repeated = all.filter((each) => each.repeated);
  return repeated.length > 0 ? repeated : all;
}

function highestRung(observations: readonly Observation[]): Observation[] {
  const rungOf = ({ stage }: Observation): number => stage?.number ?? 0;
  const highest = Math.max(0, ...observations.filter(isUsable).map(rungOf));
  return observations.filter((each) => rungOf(each) === highest);
}

/** Metrics that one of the runs lacks have no mean, and so pass no gate. */
function meanOf(original: Observation, runs: readonly Observation[]): Observation {
  if (runs.length < 2) return original;
  const common = Object.keys(original.metrics).filter((name) => runs.every(({ metrics }) => name in metrics));
  const metrics = common.map((name) => [name, mean(runs.map((run) => run.metrics[name]!))] as const);
  return {
    ...original,
    objective: mean(runs.map(({ objective }) => objective!)),
    metrics: Object.fromEntries(metrics),
  };
}

export const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** Of a sample: the divisor is n - 1. Undefined for a single value. */
export function standardDeviation(values: readonly number[]): number | undefined {
  if (values.length < 2) return undefined;
  const middle = mean(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / (values.length - 1));
}
