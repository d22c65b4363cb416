import { readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { isMissing } from '../results/json.js';
import { layoutOf } from '../results/layout.js';
import type { Observation, PhaseResult } from '../results/types.js';
import { evaluate, formatCondition } from '../spec/condition.js';
import type { Phase } from '../spec/types.js';
import type { RunContext } from './context.js';
import { readDocuments, type Documents } from './documents.js';
import { formatDuration, formatNumber } from './numbers.js';

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
    heartbeat(context, now),
    ...phases,
    ...warnings,
  ].join('\n');
}

/** The runner rewrites the file while it lives, so the file's own time says when it last did. */
function heartbeat({ workspaceRoot, resultsDir, spec }: RunContext, now: number): string {
  const file = layoutOf(basename(resultsDir)).file('heartbeat');
  try {
    const age = Math.max(0, now - statSync(join(workspaceRoot, file)).mtimeMs);
    const late = age > 3 * spec.runtime.heartbeat;
    const running = late ? [] : runningTrials(readFileSync(join(workspaceRoot, file), 'utf8'));
    const what = late ? 'No runner is alive: last heartbeat' : 'A runner is alive: heartbeat';
    const trials = running.length > 0 ? `, running ${running.join(', ')}` : '';
    return `${what} ${formatDuration(age / 1000)} ago${trials}`;
  } catch (error) {
    if (isMissing(error)) return 'No runner has left a heartbeat';
    throw error;
  }
}

/** Trials named in the heartbeat; a torn or foreign file names none. */
function runningTrials(text: string): string[] {
  try {
    const { running } = JSON.parse(text) as { running?: readonly (string | { readonly trial: string })[] };
    return (running ?? []).map((each) => (typeof each === 'string' ? each : each.trial));
  } catch {
    return [];
  }
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
