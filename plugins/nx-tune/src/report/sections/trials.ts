import { posix } from 'node:path';
import { FILES, layoutOf } from '../../results/layout.js';
import { TOP_TRIALS, type Facts, type PhaseRow } from '../facts.js';
import { blocks, code, plain, plural, table } from '../markdown.js';
import { formatDuration, formatJson, formatOptional } from '../numbers.js';
import { hasGate } from './verdict.js';

const FAILED_TRIALS = 20;

/** The best trials of a phase, best first, with the parameters that they differ in. */
export function topTrials(facts: Facts, phase: PhaseRow): string | undefined {
  const rows = facts.topTrials.filter((row) => row.phase === phase.phase && row.objective !== null);
  if (rows.length === 0) return undefined;
  const gated = hasGate(facts, phase);
  const params = rows.map((row) => JSON.parse(row.params) as Record<string, unknown>);
  const names = facts.parameters
    .map(({ parameter }) => parameter)
    .filter((name) => new Set(params.map((each) => each[name])).size > 1);
  const right = (title: string) => ({ title, right: true });
  const columns = [
    right('#'),
    { title: 'Trial' },
    right(plain(phase.metric)),
    ...(gated ? [{ title: 'Gate' }] : []),
    ...names.map((name) => right(plain(name))),
    right('Time'),
  ];
  const cells = rows.map((row, at) => [
    String(row.rank),
    code(row.trial),
    formatOptional(row.objective),
    ...(gated ? [row.feasible ? '✅' : '❌'] : []),
    ...names.map((name) => (name in params[at]! ? formatJson(JSON.stringify(params[at]![name])) : '–')),
    row.seconds === null ? '–' : formatDuration(row.seconds),
  ]);
  const shown =
    phase.finished_trials > TOP_TRIALS
      ? `Top ${rows.length} of ${phase.finished_trials} trials`
      : 'Trials, best first';
  return blocks(`### ${shown}`, table(columns, cells));
}

/** Failed trials in the order of the plan, each with its reason and its log. */
export function failedTrials({ failedTrials: all }: Facts, phase: string): string | undefined {
  const rows = all.filter((row) => row.phase === phase);
  if (rows.length === 0) return undefined;
  const columns = [
    { title: 'Trial' },
    { title: 'Attempts', right: true },
    { title: 'Device' },
    { title: 'Reason' },
    { title: 'Log' },
  ];
  const cells = rows
    .slice(0, FAILED_TRIALS)
    .map(({ trial, attempts, device, reason }) => [
      code(trial),
      attempts === null ? '–' : String(attempts),
      device === null ? '–' : code(device),
      reason ? plain(reason) : 'no reason is recorded',
      `[${FILES.log}](${logBesideReport(trial)})`,
    ]);
  const more = rows.length - FAILED_TRIALS;
  const rest = `And ${plural(more, 'more', 'more')}; all are in the view ${code('failed_trials')}.`;
  return blocks('### Failed trials', table(columns, cells), more > 0 && rest);
}

const LAYOUT = layoutOf('run');

const logBesideReport = (trial: string): string =>
  posix.relative(LAYOUT.root, posix.join(LAYOUT.trial(trial), FILES.log));
