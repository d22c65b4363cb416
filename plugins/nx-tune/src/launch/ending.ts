import type { AttemptOutcome } from './outcome.js';

type Metrics = Readonly<Record<string, number>>;

/** How a job ended for good. */
export type Ending =
  | { readonly status: 'complete'; readonly metrics: Metrics }
  | { readonly status: 'failed'; readonly reason: string };

export function endingOf(outcome: Exclude<AttemptOutcome, { kind: 'interrupted' }>): Ending {
  switch (outcome.kind) {
    case 'complete':
      return { status: 'complete', metrics: withMeasured(outcome) };
    case 'failed':
      return { status: 'failed', reason: outcome.detail };
    default:
      return outcome satisfies never;
  }
}

/** What is measured from outside, where the program did not measure it itself. */
function withMeasured({ metrics, end }: Extract<AttemptOutcome, { kind: 'complete' }>): Metrics {
  return {
    wall_clock_time: Number(end.seconds.toFixed(3)),
    ...(end.usage.gpuPeakBytes === undefined ? {} : { gpu_memory_peak: toGigabytes(end.usage.gpuPeakBytes) }),
    ...metrics,
  };
}

export const toGigabytes = (bytes: number): number => Number((bytes / 1e9).toFixed(3));
