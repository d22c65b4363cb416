import type { Reuse } from '../context.js';
import type { Facts, PhaseRow } from '../facts.js';
import { plural } from '../markdown.js';
import { formatDuration } from '../numbers.js';

/** Time and trials spent, and what was spared. Undefined where no trial has finished. */
export function cost({ phases, leftoverTrials }: Facts, reuse: Reuse | undefined): string | undefined {
  const sum = (of: (phase: PhaseRow) => number | null) =>
    phases.reduce((total, row) => total + (of(row) ?? 0), 0);
  const trials = sum((phase) => phase.finished_trials);
  if (trials === 0) return undefined;
  const attempts = sum((phase) => phase.attempts);
  const tries = attempts > trials ? ` in ${attempts} attempts` : '';
  const sentences = [
    `${formatDuration(sum(({ seconds }) => seconds))} of trial time for ${plural(trials, 'trial')}${tries}${span(phases)}.`,
  ];
  if (reuse)
    sentences.push(
      `The latest command ran ${plural(reuse.ran, 'trial')} and reused ${plural(reuse.reused, 'result')}.`,
    );
  if (leftoverTrials > 0) {
    sentences.push(`Left out: ${plural(leftoverTrials, 'trial')} on disk that the pipeline no longer plans.`);
  }
  return `**Spent:** ${sentences.join(' ')}`;
}

function span(phases: readonly PhaseRow[]): string {
  const begin = phases.flatMap(({ started }) => started ?? []).sort()[0];
  const end = phases
    .flatMap(({ finished }) => finished ?? [])
    .sort()
    .at(-1);
  return begin && end ? `, begun ${minute(begin)}, last one ended ${minute(end)} UTC` : '';
}

const minute = (time: string): string => time.slice(0, 16).replace('T', ' ');
