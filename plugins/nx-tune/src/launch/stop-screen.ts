import type { Tally } from './tally.js';

const SHOWN_NAMES = 8;

/** What the terminal says as soon as a run begins to stop. */
export const stopNotice = (reason: string): string =>
  `Stopping: ${reason}. Nothing new starts; programs that run may save their checkpoints. Ctrl+C again ends them at once.`;

/** What the terminal says when a run has stopped: what is finished, what was interrupted, and how to go on. */
export function stopScreen(tally: Tally): string {
  const { finished, failed, reused, errors, waiting } = tally.counts(0);
  const interrupted = tally.named('interrupted');
  const notStarted = tally.named('not-started').length + waiting;
  const of = tally.total === 1 ? '1 trial' : `${tally.total} trials`;
  return [
    `Stopped. Of ${of} of this tier:`,
    `  finished     ${finished + failed + reused}${finished + failed + reused > 0 ? describeFinished({ failed, reused }) : ''}`,
    `  interrupted  ${interrupted.length}${interrupted.length > 0 ? `: ${shorten(interrupted)}` : ''}`,
    `  not started  ${notStarted}`,
    ...(errors > 0 ? [`  not run      ${errors}, for the reasons given above`] : []),
    'Nothing that was finished is lost. The same command continues: it runs what is not finished, from its checkpoints.',
  ].join('\n');
}

function describeFinished({ failed, reused }: { failed: number; reused: number }): string {
  const parts = [
    ...(failed > 0 ? [`${failed} as failed observations`] : []),
    ...(reused > 0 ? [`${reused} before this run`] : []),
  ];
  return parts.length === 0 ? '' : `, of these ${parts.join(' and ')}`;
}

const shorten = (names: readonly string[]): string =>
  names.length <= SHOWN_NAMES
    ? names.join(', ')
    : `${names.slice(0, SHOWN_NAMES).join(', ')} and ${names.length - SHOWN_NAMES} more`;
