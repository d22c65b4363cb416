import { endedText } from './event-text.js';
import type { Job } from './job.js';
import type { AttemptOutcome } from './outcome.js';
import { FILES } from '../results/layout.js';

const SHOWN_LINES = 20;

/** What the terminal says of a failed attempt: which trial, how it ended, the end of its log and where the rest is. */
export function failureText(
  job: Job,
  outcome: Extract<AttemptOutcome, { kind: 'failed' }>,
  attempt: { number: number; of: number },
): string {
  const log = `${job.shownFolder}/${FILES.log}`;
  const head = `${endedText(job, outcome, attempt)}. Log: ${log}`;
  const lines = outcome.end.lastLines.slice(-SHOWN_LINES);
  return [head, ...lines.map((line) => `    | ${line}`)].join('\n');
}
