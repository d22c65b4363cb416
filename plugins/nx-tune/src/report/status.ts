import type { Observation, PhaseResult } from '../results/types.js';
import { evaluate, formatCondition } from '../spec/condition.js';
import type { Phase } from '../spec/types.js';
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
  const best = bestOf(phase, observations);
  return [
    '',
    `${phase.name}: ${recorded?.status ? SAID[recorded.status] : observations.length > 0 ? 'under way' : 'not started'}`,
    ...phase.tiers.map(({ tier, trials }) => tierLine(tier, trials, observations)),
    ...(best ? [`  best ${phase.objective.metric} ${formatNumber(best.objective!)} (${best.trial})`] : []),
    ...(best ? phase.gate.map((condition) => gateLine(condition, best)) : []),
  ];
}

const SAID: Readonly<Record<PhaseResult['status'], string>> = {
  complete: 'finished',
  gate_failed: 'gate failed',
  failed: 'failed',
};

function tierLine(tier: string, planned: number, observations: readonly Observation[]): string {
  const of = observations.filter((observation) => observation.tier === tier && observation.index < planned);
  const failed = of.filter(({ status }) => status === 'failed').length;
  return `  ${tier.padEnd(9)} ${of.length} of ${planned} trials done${failed > 0 ? `, ${failed} failed` : ''}`;
}

function gateLine(condition: Phase['gate'][number], { metrics }: Observation): string {
  const value = metrics[condition.metric];
  const verdict = evaluate(condition, value) ? 'passed' : 'missed';
  return `  gate ${formatCondition(condition)}: ${value === undefined ? 'not reported' : `${verdict} with ${formatNumber(value)}`}`;
}

/** As `select` ranks: those that pass the gate first, then the objective, then the order of the plan. */
function bestOf(phase: Phase, observations: readonly Observation[]): Observation | undefined {
  const planned = phase.tiers.flatMap(({ tier, trials }) =>
    observations.filter((each) => each.tier === tier && each.index < trials),
  );
  const sense = phase.objective.direction === 'maximize' ? 1 : -1;
  const passes = ({ metrics }: Observation) =>
    phase.gate.every((each) => evaluate(each, metrics[each.metric]));
  return planned
    .filter(({ status, objective }) => status === 'complete' && objective !== null)
    .sort(
      (a, b) =>
        Number(passes(b)) - Number(passes(a)) ||
        sense * (b.objective! - a.objective!) ||
        phase.tiers.findIndex(({ tier }) => tier === a.tier) -
          phase.tiers.findIndex(({ tier }) => tier === b.tier) ||
        a.index - b.index,
    )[0];
}
