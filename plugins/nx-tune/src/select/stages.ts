import type { Observation, ReplicatedTrial, RungCounts, Spread } from '../results/types.js';
import { isSkipped } from '../results/types.js';
import type { Phase } from '../spec/types.js';
import { mean, standardDeviation, type Contender } from './contenders.js';
import { isUsable } from './rank.js';

/** How many trials of each tier entered each rung, and what became of them there. */
export function rungCounts(phase: Phase, observations: readonly Observation[]): RungCounts[] {
  const { rungs = [], budget } = phase.halving ?? {};
  const at = (tier: string, rung: number): Observation[] =>
    observations.filter(
      ({ tier: own, stage, ...each }) =>
        own === tier && stage?.kind !== 'seed' && (stage?.number ?? 0) === rung && !isSkipped(each),
    );
  return phase.tiers.flatMap(({ tier }) =>
    rungs.map((value, rung) => {
      const entered = at(tier, rung);
      const wentOn = at(tier, rung + 1).length;
      return {
        tier,
        rung,
        budget: { [budget!]: value },
        entered: entered.length,
        failed: entered.filter((each) => !isUsable(each)).length,
        ...(rung < rungs.length - 1 ? { went_on: wentOn, pruned: entered.length - wentOn } : {}),
      };
    }),
  );
}

/** The repeated trials from best to worst as they are judged, with mean and spread of what they reported. */
export function replicatedTrials(
  contenders: readonly Contender[],
  order: readonly string[],
): ReplicatedTrial[] {
  return contenders
    .filter(({ runs }) => runs.length > 1)
    .sort((a, b) => order.indexOf(a.original.trial) - order.indexOf(b.original.trial))
    .map(({ original, judged, runs }) => ({
      trial: original.trial,
      seeds: runs.length,
      objective: spread(runs.map(({ objective }) => objective!)),
      metrics: Object.fromEntries(
        Object.keys(judged.metrics).map((name) => [name, spread(runs.map(({ metrics }) => metrics[name]!))]),
      ),
    }));
}

const spread = (values: readonly number[]): Spread => ({
  mean: mean(values),
  sd: standardDeviation(values)!,
});
