import type { Facts, PhaseRow, ReplicateRow } from '../facts.js';
import { blocks, code, plain, table } from '../markdown.js';
import { formatNumber, formatOptional, formatWithError } from '../numbers.js';
import { hasGate } from './verdict.js';

/** How many trials entered each rung of a halved phase, and what became of them. */
export function rungTable({ rungs }: Facts, phase: string): string | undefined {
  const rows = rungs.filter((row) => row.phase === phase);
  if (rows.length === 0) return undefined;
  const right = (title: string) => ({ title, right: true });
  const columns = [
    { title: 'Tier' },
    right(plain(rows[0]!.budget)),
    ...['Entered', 'Went on', 'Pruned', 'Failed'].map(right),
  ];
  const cells = rows.map((row) => [
    row.tier,
    formatNumber(row.value),
    String(row.entered),
    formatOptional(row.went_on),
    formatOptional(row.pruned),
    String(row.failed),
  ]);
  return blocks('### Rungs', table(columns, cells));
}

/** The trials that were repeated with other seeds: mean and standard deviation of objective and gated metrics. */
export function replicateTable(facts: Facts, phase: PhaseRow): string | undefined {
  const rows = facts.replicates.filter((row) => row.phase === phase.phase);
  if (rows.length === 0) return undefined;
  const gated = facts.planGates.filter((row) => row.phase === phase.phase).map(({ metric }) => metric);
  const metrics = [...new Set([phase.metric, ...gated])];
  const right = (title: string) => ({ title, right: true });
  const columns = [
    { title: 'Trial' },
    right('Seeds'),
    ...metrics.map((metric) => right(plain(metric))),
    right(`${plain(phase.metric)}, lowest to highest`),
    ...(hasGate(facts, phase) ? [{ title: 'Gate' }] : []),
  ];
  const cells = [...new Set(rows.map(({ trial }) => trial))].map((trial) => {
    const of = (metric: string) => rows.find((row) => row.trial === trial && row.metric === metric);
    const objective = of(phase.metric);
    return [
      code(trial),
      String(objective?.seeds ?? 0),
      ...metrics.map((metric) => meanOf(of(metric))),
      objective ? `${formatNumber(objective.low)} to ${formatNumber(objective.high)}` : '–',
      ...(hasGate(facts, phase) ? [rows.find((row) => row.trial === trial)!.feasible ? '✅' : '❌'] : []),
    ];
  });
  const note = 'Mean ± standard deviation over the seeds of each trial. The best is chosen by the means.';
  return blocks('### Replicates', table(columns, cells), note);
}

const meanOf = (row: ReplicateRow | undefined): string => (row ? formatWithError(row.mean, row.sd) : '–');
