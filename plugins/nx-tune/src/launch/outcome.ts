import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import { isMissing } from '../results/json.js';
import { FILES } from '../results/layout.js';
import { readMetrics } from '../results/metrics.js';
import type { FailureCause } from '../results/types.js';
import { ProgramNotStartedError } from './errors.js';
import type { Job } from './job.js';
import { isDiskFull } from './storage.js';
import type { ProgramEnd } from './process/index.js';

/** By convention of the contract: stopped after saving a checkpoint. */
const EXIT_CHECKPOINTED = 75;

export interface Failure {
  readonly kind: 'failed';
  readonly cause: FailureCause;
  /** One line for people. */
  readonly detail: string;
  /** Whether another attempt could end otherwise. */
  readonly retry: boolean;
}

export type AttemptOutcome = { readonly end: ProgramEnd } & (
  | { readonly kind: 'complete'; readonly metrics: Readonly<Record<string, number>> }
  | Failure
  /** Ended by a stop: nothing of it counts. */
  | { readonly kind: 'interrupted' }
);

/** What an attempt came to. @throws ProgramNotStartedError */
export async function judge(job: Job, end: ProgramEnd): Promise<AttemptOutcome> {
  const { outcome } = end;
  switch (outcome.kind) {
    case 'exited':
      if (outcome.code === 0) return { end, ...(await judgeFiles(job)) };
      if (outcome.code === EXIT_CHECKPOINTED) return { end, kind: 'interrupted' };
      return { end, ...crash(end, `exit code ${outcome.code}`, 'exit') };
    case 'signalled':
      // nx signals the leaves of its process tree before their parents, so this is how a stop is first seen.
      if (outcome.signal === 'SIGTERM' || outcome.signal === 'SIGINT') return { end, kind: 'interrupted' };
      return { end, ...crash(end, `signal ${outcome.signal}`, 'signal') };
    case 'stopped':
      return { end, kind: 'interrupted' };
    case 'stalled':
      return {
        end,
        kind: 'failed',
        cause: 'stall',
        detail: 'no progress for longer than `runtime.stall`',
        retry: true,
      };
    case 'timedOut':
      return {
        end,
        kind: 'failed',
        cause: 'timeout',
        detail: 'ran longer than `runtime.timeout`',
        retry: true,
      };
    case 'spawnFailed':
      throw new ProgramNotStartedError(job.program.command, outcome.error);
    default:
      return outcome satisfies never;
  }
}

function crash(end: ProgramEnd, detail: string, cause: 'exit' | 'signal'): Failure {
  if (end.symptom === 'out-of-memory')
    return { kind: 'failed', cause: 'out-of-memory', detail: `out of memory (${detail})`, retry: true };
  if (end.symptom === 'device')
    return { kind: 'failed', cause: 'device', detail: `device error (${detail})`, retry: true };
  if (end.symptom === 'disk-full' || isDiskFull(end.logError))
    return {
      kind: 'failed',
      cause: 'disk-full',
      detail: `no space left on the disk (${detail})`,
      retry: true,
    };
  return { kind: 'failed', cause, detail, retry: true };
}

type FilesOutcome = { kind: 'complete'; metrics: Readonly<Record<string, number>> } | Failure;

async function judgeFiles(job: Job): Promise<FilesOutcome> {
  const read = await readMetrics(join(job.folder, FILES.metrics));
  if (read.kind === 'not-finite')
    return { kind: 'failed', cause: 'not-finite', detail: read.detail, retry: false };
  if (read.kind === 'invalid' && job.needsMetrics) {
    return { kind: 'failed', cause: 'metrics', detail: read.detail, retry: true };
  }
  const missing = job.artifact === undefined ? undefined : await artifactProblem(job.folder, job.artifact);
  if (missing !== undefined) return { kind: 'failed', cause: 'artifact', detail: missing, retry: true };
  return { kind: 'complete', metrics: read.kind === 'metrics' ? read.metrics : {} };
}

async function artifactProblem(folder: string, artifact: string): Promise<string | undefined> {
  try {
    const found = await lstat(join(folder, artifact));
    return found.isFile() ? undefined : `expected the artifact \`${artifact}\` to be a file`;
  } catch (error) {
    if (isMissing(error)) return `the program wrote no artifact \`${artifact}\``;
    throw error;
  }
}
