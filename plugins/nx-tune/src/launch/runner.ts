import { userInfo } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import {
  waitForRelease,
  tryLease,
  type DeviceScheduler,
  type DeviceWait,
  type Grant,
  type HolderInfo,
} from '../device/index.js';
import type { Lease } from '../device/index.js';
import type { Attempt } from '../results/types.js';
import type { Runtime } from '../spec/types.js';
import { attempt } from './attempt.js';
import { prepareCheckpoint, removeCheckpoint } from './checkpoint.js';
import type { Events } from './events.js';
import type { Job } from './job.js';
import type { AttemptOutcome } from './outcome.js';
import type { ProgramHost } from './process/index.js';
import type { Stopping } from './stop.js';
import type { Ending } from './record.js';

/**
 * A program may end with code 0 because it was told to stop. It is told a moment before this process is, so an ending
 * is believed only after this long without a stop. The device is free meanwhile.
 */
const SETTLE_MS = 50;

export interface JobRequest<Reused> {
  readonly job: Job;
  readonly priority: readonly number[];
  readonly runtime: Runtime;
  /** Whether somebody else has finished the job meanwhile. */
  readonly reuse: () => Promise<Reused | undefined>;
  /** Throws where the program must not be started any more. */
  readonly check: () => Promise<void>;
  /** Puts the end on disk. Called once, while the job is still locked against other processes. */
  readonly record: (ending: Ending, attempts: readonly Attempt[]) => Promise<void>;
}

export type JobResult<Reused> =
  | { readonly kind: 'reused'; readonly reused: Reused }
  | { readonly kind: 'ended'; readonly ending: Ending; readonly attempts: readonly Attempt[] }
  | { readonly kind: 'interrupted'; readonly started: boolean };

export interface RunnerParts {
  readonly workspaceRoot: string;
  readonly scheduler: DeviceScheduler;
  readonly host: ProgramHost;
  readonly stopping: Stopping;
  readonly events: Events;
}

type Turn<Reused> =
  | { readonly kind: 'locked' }
  | { readonly kind: 'reused'; readonly reused: Reused }
  | { readonly kind: 'attempted'; readonly outcome: AttemptOutcome; readonly lock: Lease };

/** Runs jobs: queue, lease, program, outcome, record; again after a failure, as often as `runtime.attempts` allows. */
export class JobRunner {
  readonly #parts: RunnerParts;

  constructor(parts: RunnerParts) {
    this.#parts = parts;
  }

  /** @throws ProgramNotStartedError, LeaseError, whatever `check` and `record` throw, errors of the file system */
  async run<Reused>(request: JobRequest<Reused>): Promise<JobResult<Reused>> {
    const attempts: Attempt[] = [];
    for (;;) {
      const turn = await this.#turn(request, attempts);
      if (turn === 'stopping') return { kind: 'interrupted', started: attempts.length > 0 };
      if (turn.kind === 'reused') return turn;
      if (turn.kind === 'locked') await this.#waitForLock(request.job);
      else {
        const result = await this.#conclude(request, turn, attempts);
        if (result) return result;
        await this.#backOff(request.runtime, attempts.length);
      }
    }
  }

  /** One turn on a device, or `stopping` where none is to be had any more. */
  async #turn<Reused>(request: JobRequest<Reused>, attempts: Attempt[]): Promise<Turn<Reused> | 'stopping'> {
    const { scheduler, stopping, events } = this.#parts;
    const { job, priority } = request;
    const onWait = (waits: readonly DeviceWait[]): void => events.waiting(job.id, waits);
    try {
      return await scheduler.withDevice(
        { priority, holder: this.#holder(job), signal: stopping.signal, onWait },
        (grant) => this.#onDevice(request, grant, attempts),
      );
    } catch (error) {
      if (stopping.requested && error === stopping.signal.reason) return 'stopping';
      throw error;
    }
  }

  async #onDevice<Reused>(
    request: JobRequest<Reused>,
    grant: Grant,
    attempts: Attempt[],
  ): Promise<Turn<Reused>> {
    const { job } = request;
    const lock = await tryLease(lockName(job), this.#holder(job));
    if ('busy' in lock) return { kind: 'locked' };
    try {
      const reused = await request.reuse();
      if (reused !== undefined) {
        await lock.release();
        return { kind: 'reused', reused };
      }
      await request.check();
      if (attempts.length === 0) await prepareCheckpoint(job);
      const outcome = await this.#attempt(request, grant, { lock, attempts });
      return { kind: 'attempted', outcome, lock };
    } catch (error) {
      await lock.release();
      throw error;
    }
  }

  async #attempt<Reused>(
    { job, runtime }: JobRequest<Reused>,
    grant: Grant,
    { lock, attempts }: { lock: Lease; attempts: Attempt[] },
  ): Promise<AttemptOutcome> {
    const { host, workspaceRoot, stopping, events } = this.#parts;
    const number = attempts.length + 1;
    const started = new Date().toISOString();
    events.started(job, grant.device, number);
    const outcome = await attempt(job, {
      host,
      workspaceRoot,
      runtime,
      grant,
      inherit: lock.fd === undefined ? [] : [lock.fd],
      onProgress: (line) => events.progress(job.id, line),
      onStart: (program) => stopping.watch(program),
    });
    attempts.push({
      number,
      device: grant.device.label,
      started,
      seconds: Number(outcome.end.seconds.toFixed(3)),
      outcome: outcome.kind,
      ...(outcome.kind === 'failed' ? { cause: outcome.cause, detail: outcome.detail } : {}),
    });
    events.ended(job, outcome, { number, of: runtime.attempts });
    return outcome;
  }

  /** The result, or undefined where the job is to be tried again. */
  async #conclude<Reused>(
    { job, runtime, record }: JobRequest<Reused>,
    { outcome, lock }: { outcome: AttemptOutcome; lock: Lease },
    attempts: readonly Attempt[],
  ): Promise<JobResult<Reused> | undefined> {
    const { stopping } = this.#parts;
    try {
      if (outcome.kind === 'complete') await delay(SETTLE_MS);
      if (outcome.kind === 'interrupted') stopping.request(`${job.id} was told to stop`);
      if (stopping.requested) return { kind: 'interrupted', started: true };
      if (outcome.kind === 'failed' && outcome.retry && attempts.length < runtime.attempts) return undefined;
      const ending = endingOf(outcome);
      await record(ending, attempts);
      if (ending.status === 'complete') await removeCheckpoint(job);
      return { kind: 'ended', ending, attempts };
    } finally {
      await lock.release();
    }
  }

  async #waitForLock(job: Job): Promise<void> {
    await unlessAborted(
      waitForRelease(lockName(job), this.#parts.stopping.signal),
      this.#parts.stopping.signal,
    );
  }

  /** Exponential, without jitter for the first failure of a lone trial to be tried again quickly. */
  async #backOff({ backoff }: Runtime, failures: number): Promise<void> {
    const { signal } = this.#parts.stopping;
    const wait = backoff * 2 ** (failures - 1) * (1 + Math.random() / 2);
    await unlessAborted(delay(wait, undefined, { signal }), signal);
  }

  #holder(job: Job): HolderInfo {
    return {
      pid: process.pid,
      user: userInfo().username,
      workspace: this.#parts.workspaceRoot,
      what: job.id,
    };
  }
}

const lockName = (job: Job): string => `trial:${job.folder}`;

/** A stop ends the wait; the next turn then sees it. */
async function unlessAborted(wait: Promise<unknown>, signal: AbortSignal): Promise<void> {
  await wait.catch((error: unknown) => {
    if (!signal.aborted) throw error;
  });
}

function endingOf(outcome: AttemptOutcome): Ending {
  switch (outcome.kind) {
    case 'complete':
      return { status: 'complete', metrics: withMeasured(outcome) };
    case 'failed':
      return { status: 'failed', reason: outcome.detail };
    case 'interrupted':
      throw new Error('An interrupted attempt has no ending');
    default:
      return outcome satisfies never;
  }
}

/** What is measured from outside, where the program did not measure it itself. */
function withMeasured({
  metrics,
  end,
}: Extract<AttemptOutcome, { kind: 'complete' }>): Record<string, number> {
  return {
    wall_clock_time: Number(end.seconds.toFixed(3)),
    ...(end.usage.gpuPeakBytes === undefined ? {} : { gpu_memory_peak: toGigabytes(end.usage.gpuPeakBytes) }),
    ...metrics,
  };
}

const toGigabytes = (bytes: number): number => Number((bytes / 1e9).toFixed(3));
