import { TOP_TRIALS, type Facts, type PhaseRow } from '../facts.js';
import { blocks, code, plain, plural, table } from '../markdown.js';
import { formatDuration, formatJson, formatOptional } from '../numbers.js';
import { hasGate } from './verdict.js';

/** The best trials of a phase, best first, with the parameters that they differ in. */
export function topTrials(facts: Facts, phase: PhaseRow): string | undefined {
  const rows = facts.topTrials.filter((row) => row.phase === phase.phase && row.objective !== null);
  if (rows.length === 0) return undefined;
  const gated = hasGate(facts, phase);
  const params = rows.map((row) => JSON.parse(row.params) as Record<string, unknown>);
  const names = facts.parameters
    .map(({ parameter }) => parameter)
    .filter((name) => params.some((each) => name in each));
  const columns = [
    { title: '#', right: true },
    { title: 'Trial' },
    { title: phase.metric, right: true },
    ...(gated ? [{ title: 'Gate' }] : []),
    ...names.map((title) => ({ title, right: true })),
    { title: 'Time', right: true },
  ];
  const cells = rows.map((row, at) => [
    String(row.rank),
    code(row.trial),
    formatOptional(row.objective),
    ...(gated ? [row.feasible ? '✅' : '❌'] : []),
    ...names.map((name) => (name in params[at]! ? formatJson(JSON.stringify(params[at]![name])) : '–')),
    row.seconds === null ? '' : formatDuration(row.seconds),
  ]);
  const title =
    phase.finished_trials > TOP_TRIALS
      ? `### Top ${rows.length} of ${plural(phase.finished_trials, 'trial')}`
      : '### Trials, best first';
  return blocks(title, table(columns, cells));
}

export function failedTrials(
  { failedTrials: all }: Facts,
  phase: string,
  trialsFolder: string,
): string | undefined {
  const rows = all.filter((row) => row.phase === phase);
  if (rows.length === 0) return undefined;
  const columns = [
    { title: 'Trial' },
    { title: 'Attempts', right: true },
    { title: 'Device' },
    { title: 'Reason' },
    { title: 'Log' },
  ];
  const cells = rows.map(({ trial, attempts, device, reason }) => [
    code(trial),
    attempts === null ? '' : String(attempts),
    device === null ? '' : code(device),
    plain(reason ?? 'no reason is recorded'),
    `[trial.log](${trialsFolder}/${trial}/trial.log)`,
  ]);
  return blocks('### Failed trials', table(columns, cells));
}
