import type { PhaseImportance } from '../context.js';
import type { Facts, GateRow, PhaseRow } from '../facts.js';
import { blocks, code, plain, plural, table } from '../markdown.js';
import { formatNumber, formatOptional, formatSigned } from '../numbers.js';
import type { PhasePlots, Plot } from '../plots/index.js';
import { parameterTable } from './parameters.js';
import { replicateTable, rungTable } from './stages.js';
import { metricTable } from './targets.js';
import { failedTrials, topTrials } from './trials.js';
import { hasGate, verdictOf } from './verdict.js';

export interface PhaseFigures {
  readonly plots: PhasePlots;
  readonly importance: PhaseImportance | undefined;
}

/** Folder of the plots, beside the report. */
export const PLOTS = 'plots';

/** Everything about one phase, the verdict and its reason first. */
export function phaseSection(facts: Facts, phase: PhaseRow, { plots, importance }: PhaseFigures): string {
  const heading = `## Phase ${plain(phase.phase)}`;
  const verdict = `**${verdictOf(facts, phase).label}.**`;
  if (phase.finished_trials === 0) return blocks(heading, `${verdict} Nothing of this phase is on disk yet.`);
  return blocks(
    heading,
    `${verdict} ${bestSentence(phase)} ${passingSentence(facts, phase)}`.trimEnd(),
    reason(phase),
    gateTable(facts, phase),
    metricTable(facts, phase.phase),
    plots.path &&
      blocks('### Path of the best value', image('Objective of each trial, and the best so far', plots.path)),
    importanceSection(plots, importance),
    parameterTable(facts, phase.phase),
    rungTable(facts, phase.phase),
    replicateTable(facts, phase),
    topTrials(facts, phase),
    failedTrials(facts, phase.phase),
  );
}

function bestSentence(phase: PhaseRow): string {
  if (phase.best === null) return 'No trial reported its objective.';
  const value = `${code(phase.metric)} ${formatOptional(phase.best_objective)}`;
  const sofar = phase.status === 'running' ? 'Best trial so far' : 'Best trial';
  return `${sofar}: ${code(phase.best)} with ${value}${againstDefault(phase)}.`;
}

function againstDefault({ best_objective: best, default_objective: base }: PhaseRow): string {
  if (best === null || base === null) return '';
  return best === base
    ? ', as with the defaults'
    : `, ${formatNumber(base)} with the defaults (${formatSigned(best - base)})`;
}

function passingSentence(facts: Facts, phase: PhaseRow): string {
  if (!hasGate(facts, phase)) return '';
  return `${phase.passing} of ${plural(phase.complete, 'complete trial')} ${phase.passing === 1 ? 'passes' : 'pass'} the gate.`;
}

/** As the selection recorded it; without a verdict, what is left to do. */
function reason({ status, reason: text }: PhaseRow): string | undefined {
  if (status === 'outdated') {
    return 'Its trials began from another winner of the phase before than the one that is recorded now; the next run brings it up to date.';
  }
  if (text === null || status === 'running' || status === 'complete') return undefined;
  return `\`\`\`text\n${text}\n\`\`\``;
}

function importanceSection(
  { importance: plot }: PhasePlots,
  importance: PhaseImportance | undefined,
): string {
  const missing =
    'No parameter can be judged yet: it takes three complete trials that differ in it and in the objective.';
  return blocks(
    '### Importance of the parameters',
    importance?.warning,
    plot && image('Importance of each parameter', plot),
    importance?.method ?? missing,
  );
}

const image = (alternative: string, { file }: Plot): string => `![${alternative}](${PLOTS}/${file})`;

function gateTable({ gates }: Facts, { phase }: PhaseRow): string | undefined {
  const rows = gates.filter((gate) => gate.phase === phase);
  if (rows.length === 0) return undefined;
  const columns = [{ title: 'Gate' }, { title: 'Best trial', right: true }, { title: 'Verdict' }];
  return table(
    columns,
    rows.map((row) => [code(row.condition), formatOptional(row.value), gateVerdict(row)]),
  );
}

function gateVerdict({ passed, margin, value }: GateRow): string {
  if (value === null || margin === null) return '❌ not reported';
  return `${passed ? '✅ passed' : '❌ missed'} by ${formatNumber(Math.abs(margin), 3)}`;
}
