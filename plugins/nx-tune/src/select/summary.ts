import { digestOf } from '../results/digest.js';
import type { Incumbent, Observation, PhaseResult, TrialRecord } from '../results/types.js';
import type { Tier } from '../spec/types.js';
import { gateResults } from './gate.js';
import type { PhaseVerdict, Selection } from './selection.js';
import { replicatedTrials, rungCounts } from './stages.js';

/** phase_results/<phase>.json */
export function summarize(
  { spec, phase, observations, contenders, ranked, before }: Selection,
  records: readonly TrialRecord[],
  { status, winner, reason, incumbent }: PhaseVerdict & { incumbent?: Incumbent | undefined },
): PhaseResult {
  const times = {
    started: records.map(({ started }) => started).sort(),
    finished: records.map(({ finished }) => finished).sort(),
  };
  const order = ranked.map(({ observation }) => observation.trial);
  const seconds = records.flatMap(({ attempts }) => attempts.map((attempt) => attempt.seconds));
  return {
    phase: phase.name,
    status,
    gate_mode: spec.runtime.gate,
    objective: phase.objective,
    best: winner
      ? { trial: winner.trial, objective: winner.objective!, values: winner.values, metrics: winner.metrics }
      : null,
    gate: winner ? gateResults(phase.gate, winner.metrics) : [],
    passing: ranked.filter(({ passes }) => passes).length,
    tiers: Object.fromEntries(
      phase.tiers.map(({ tier, trials }) => [tier, { trials, ...counts(observations, tier) }]),
    ),
    ...(phase.halving && { rungs: rungCounts(phase, observations) }),
    ...(phase.replicates && { replicates: replicatedTrials(contenders, order) }),
    before: digestOf(before),
    incumbent: incumbent ? digestOf(incumbent) : null,
    ...(reason === undefined ? {} : { reason }),
    ...(times.started[0] === undefined ? {} : { started: times.started[0] }),
    ...(times.finished.at(-1) === undefined ? {} : { finished: times.finished.at(-1)! }),
    trial_seconds: Number(seconds.reduce((sum, each) => sum + each, 0).toFixed(3)),
  };
}

/** Of the trials themselves, without their stages. */
function counts(observations: readonly Observation[], tier: Tier) {
  const own = observations.filter((each) => each.tier === tier && !each.stage);
  return {
    complete: own.filter(({ status }) => status === 'complete').length,
    failed: own.filter(({ status }) => status === 'failed').length,
  };
}
