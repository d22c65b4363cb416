import type { Spec } from '../../spec/types.js';
import type { Facts, PhaseRow } from '../facts.js';
import { blocks, code, plain, plural, table } from '../markdown.js';
import { formatDuration, formatOptional } from '../numbers.js';
import { phaseAnchor, verdictOf } from './verdict.js';

/** One sentence for the whole run, led by the first thing that is not well. */
export function outcome(facts: Facts): string {
  const verdicts = facts.phases.map((phase) => ({ phase, kind: verdictOf(facts, phase).kind }));
  const of = (...kinds: string[]) =>
    verdicts.filter(({ kind }) => kinds.includes(kind)).map(({ phase }) => phase);
  const [failed] = of('failed');
  if (failed) return `**The run ended in phase ${code(failed.phase)}:** ${reasonLine(failed)}`;
  const [stopped] = of('stopped');
  if (stopped) return `**The run stopped at phase ${code(stopped.phase)}: no trial passes its gate.**`;
  const count = facts.phases.length;
  const open = of('unfinished').length;
  if (open > 0) return `**The run is not finished: ${count - open} of ${plural(count, 'phase')} done.**`;
  const missed = of('missed').map(({ phase }) => code(phase));
  const finished =
    count === 1 ? 'The phase is finished' : `${count === 2 ? 'Both' : `All ${count}`} phases are finished`;
  if (missed.length > 0) return `**${finished}, but no trial passes the gate of ${missed.join(', ')}.**`;
  const gates = of('passed').length;
  return `**${finished}**; ${gates === 0 ? 'none has a gate' : gates === 1 ? 'the gate passed' : `all ${gates} gates passed`}.`;
}

/** What the run is about, in numbers. */
export function subject(spec: Spec): string {
  const searched = spec.parameters.filter(({ name }) => !(name in spec.fixed)).length;
  const cycles = Math.max(...spec.phases.map(({ cycle }) => cycle));
  const count = plural(spec.phases.length / cycles, 'phase');
  const phases = cycles > 1 ? `${count}, ${cycles} times` : count;
  return `It tunes ${plural(searched, 'parameter')} in ${phases}, one phase after the other, as ${code(spec.files[0] ?? spec.name)} says.`;
}

/** The first line of a reason that may have many. */
const reasonLine = ({ reason }: PhaseRow): string =>
  reason === null ? 'no reason is recorded.' : plain(reason.split('\n')[0]!.replace(/:$/, '.'));

export function phaseTable(facts: Facts): string {
  const right = (title: string) => ({ title, right: true });
  const columns = [
    { title: 'Phase' },
    { title: 'Verdict' },
    { title: 'Objective' },
    ...['Best', 'Defaults', 'Trials', 'Failed', 'Trial time'].map(right),
  ];
  const rows = facts.phases.map((phase) => [
    `[${plain(phase.phase)}](#${phaseAnchor(phase)})`,
    verdictOf(facts, phase).label,
    `${code(phase.metric)} ${phase.direction === 'maximize' ? '↑' : '↓'}`,
    formatOptional(phase.best_objective),
    formatOptional(phase.default_objective),
    phase.finished_trials === phase.planned
      ? String(phase.planned)
      : `${phase.finished_trials} of ${phase.planned}`,
    String(phase.failed),
    phase.seconds === null ? '' : formatDuration(phase.seconds),
  ]);
  const note =
    'Defaults: the first trial of each phase, with the phase’s own defaults after the winners of the phases before.';
  return blocks(table(columns, rows), note);
}
