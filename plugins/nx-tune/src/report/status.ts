import type { Observation, PhaseResult } from '../results/types.js';
import { evaluate, formatCondition } from '../spec/condition.js';
import { stageName, stagesOf, type Stage } from '../spec/stage.js';
import type { Phase, PhaseTier } from '../spec/types.js';
import type { RunContext } from './context.js';
import { readDocuments, type Documents } from './documents.js';
import { heartbeatLines } from './heartbeat.js';
import { formatNumber } from './numbers.js';

/** Where a run stands, from what is on disk, also while it runs. Lines for a terminal, without a final line break. */
export function formatStatus(context: RunContext, now: number = Date.now()): string {
  const read = readDocuments(context);
  const observations = read.documents
    .filter(({ kind }) => kind === 'observation')
    .map(({ body }) => JSON.parse(body) as Observation);
  const phases = context.spec.phases.flatMap((phase) =>
    phaseLines(
      phase,
      read,
      observations.filter((observation) => observation.phase === phase.name),
    ),
  );
  const warnings = read.warnings.map((warning) => `Warning: ${warning}`);
  return [
    `${context.spec.name} in ${context.resultsDir}`,
    ...heartbeatLines(context, now),
    ...phases,
    ...warnings,
  ].join('\n');
}

function phaseLines(phase: Phase, { documents }: Documents, observations: readonly Observation[]): string[] {
  const summary = documents.find(({ kind, name }) => kind === 'phase' && name === phase.name);
  const recorded = summary && (JSON.parse(summary.body) as Partial<PhaseResult>);
  const best = chosen(phase, recorded, observations) ?? bestOf(phase, observations);
  return [
    '',
    `${phase.name}: ${recorded?.status ? SAID[recorded.status] : observations.length > 0 ? 'under way' : 'not started'}`,
    ...phase.tiers.flatMap((tier) => [
      tierLine(tier, observations),
      ...stagesOf(phase).map((stage) => tierLine(tier, observations, stage)),
    ]),
    ...(best ? [`  best ${phase.objective.metric} ${formatNumber(best.objective!)} (${best.trial})`] : []),
    ...(best ? phase.gate.map((condition) => gateLine(condition, best)) : []),
  ];
}

/** What the selection chose, where it has and further seeds had a say: as it judged it. */
function chosen(
  { replicates }: Phase,
  recorded: Partial<PhaseResult> | undefined,
  observations: readonly Observation[],
): Observation | undefined {
  const best = replicates && recorded?.best;
  const own = observations.find(({ trial }) => trial === best?.trial);
  return best && own ? { ...own, objective: best.objective, metrics: best.metrics } : undefined;
}

const SAID: Readonly<Record<PhaseResult['status'], string>> = {
  complete: 'finished',
  gate_failed: 'gate failed',
  failed: 'failed',
  converged: 'not searched: the cycles have converged',
};

function tierLine({ tier, trials }: PhaseTier, all: readonly Observation[], stage?: Stage): string {
  const own = all.filter(
    (each) =>
      each.tier === tier &&
      each.index < trials &&
      each.stage?.kind === stage?.kind &&
      each.stage?.number === stage?.number,
  );
  const title = stage ? `  ${stageName(stage)}` : tier;
  const counts = (['failed', 'pruned', 'skipped'] as const).flatMap((status) => {
    const count = own.filter((each) => each.status === status).length;
    return count > 0 ? [`, ${count} ${status}`] : [];
  });
  return `  ${title.padEnd(9)} ${own.length} of ${trials} trials done${counts.join('')}`;
}

function gateLine(condition: Phase['gate'][number], { metrics }: Observation): string {
  const value = metrics[condition.metric];
  const verdict = evaluate(condition, value) ? 'passed' : 'missed';
  return `  gate ${formatCondition(condition)}: ${value === undefined ? 'not reported' : `${verdict} with ${formatNumber(value)}`}`;
}

/**
 * As `select` ranks: those of the highest rung first, then those that pass the gate, then the objective, then the order of
 * the plan. Of further seeds only the selection makes something.
 */
function bestOf(phase: Phase, observations: readonly Observation[]): Observation | undefined {
  const rungOf = ({ stage }: Observation): number => stage?.number ?? 0;
  const planned = phase.tiers.flatMap(({ tier, trials }) =>
    observations.filter((each) => each.tier === tier && each.index < trials && each.stage?.kind !== 'seed'),
  );
  const sense = phase.objective.direction === 'maximize' ? 1 : -1;
  const passes = ({ metrics }: Observation) =>
    phase.gate.every((each) => evaluate(each, metrics[each.metric]));
  return planned
    .filter(({ status, objective }) => status === 'complete' && objective !== null)
    .sort(
      (a, b) =>
        rungOf(b) - rungOf(a) ||
        Number(passes(b)) - Number(passes(a)) ||
        sense * (b.objective! - a.objective!) ||
        phase.tiers.findIndex(({ tier }) => tier === a.tier) -
          phase.tiers.findIndex(({ tier }) => tier === b.tier) ||
        a.index - b.index,
    )[0];
}
