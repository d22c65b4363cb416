import { userInfo } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import {
  waitForRelease,
  tryLease,
  type Device,
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
import { DeviceHealth } from './device-health.js';
import { endingOf, type Ending } from './ending.js';
import { StorageError } from './errors.js';
import type { Events } from './events.js';
import type { Job } from './job.js';
import type { AttemptOutcome, Failure } from './outcome.js';
import type { ProgramHost, RunningProgram } from './process/index.js';
import { lasts, storing } from './storage.js';
import type { Stopping } from './stop.js';

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
  readonly #health = new DeviceHealth();

  constructor(parts: RunnerParts) {
    this.#parts = parts;
  }

  /** @throws ProgramNotStartedError, NoDeviceLeftError, LeaseError, StorageError, whatever `reuse` and `check` throw */
  async run<Reused>(request: JobRequest<Reused>): Promise<JobResult<Reused>> {
    try {
      return await this.#tryUntilDone(request);
    } catch (error) {
      // What runs may save; what would start next would lose its work in the same way.
      if (lasts(error)) this.#parts.stopping.request(`the files of ${request.job.id} could not be written`);
      throw error;
    }
  }

  async #tryUntilDone<Reused>(request: JobRequest<Reused>): Promise<JobResult<Reused>> {
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
    const onWait = (waits: readonly DeviceWait[]): void => events.waiting(job, waits);
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
      if (attempts.length === 0) await storing(job, () => prepareCheckpoint(job));
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
    const { device } = grant;
    const context = {
      host,
      workspaceRoot,
      runtime,
      grant,
      inherit: lock.fd === undefined ? [] : [lock.fd],
      onProgress: (line: Readonly<Record<string, unknown>>) => events.progress(job, line),
      onStart: (program: RunningProgram) => {
        stopping.watch(program);
        events.started(job, { device, attempt: number, program });
      },
    };
    const outcome = await storing(job, () => attempt(job, context));
    attempts.push({
      number,
      device: device.label,
      started,
      seconds: Number(outcome.end.seconds.toFixed(3)),
      outcome: outcome.kind,
      ...(outcome.kind === 'failed' ? { cause: outcome.cause, detail: outcome.detail } : {}),
    });
    events.ended(job, outcome, { number, of: runtime.attempts });
    this.#judgeDevice(device, outcome);
    return outcome;
  }

  #judgeDevice(device: Device, outcome: AttemptOutcome): void {
    const reason = this.#health.note(device, outcome);
    if (reason === undefined) return;
    this.#parts.scheduler.setAside(device, reason);
    this.#parts.events.setAside(device, reason);
  }

  /** The result, or undefined where the job is to be tried again. */
  async #conclude<Reused>(
    { job, runtime, check, record }: JobRequest<Reused>,
    { outcome, lock }: { outcome: AttemptOutcome; lock: Lease },
    attempts: readonly Attempt[],
  ): Promise<JobResult<Reused> | undefined> {
    const { stopping } = this.#parts;
    try {
      if (outcome.kind === 'complete') await delay(SETTLE_MS);
      if (outcome.kind === 'interrupted') stopping.request(`${job.id} was told to stop`);
      if (stopping.requested || outcome.kind === 'interrupted') return { kind: 'interrupted', started: true };
      if (outcome.kind === 'failed' && outcome.retry && attempts.length < runtime.attempts) return undefined;
      if (outcome.kind === 'failed') await this.#expectOwnFault(job, outcome, check);
      const ending = endingOf(outcome);
      await storing(job, () => record(ending, attempts));
      if (ending.status === 'complete') await removeCheckpoint(job);
      return { kind: 'ended', ending, attempts };
    } finally {
      await lock.release();
    }
  }

  /** A failure counts as a result of the trial's values only where nothing else explains it. */
  async #expectOwnFault(job: Job, failure: Failure, check: () => Promise<void>): Promise<void> {
    await check();
    if (failure.cause === 'disk-full')
      throw new StorageError({ id: job.id, folder: job.shownFolder, why: failure.detail });
  }

  async #waitForLock(job: Job): Promise<void> {
    await unlessAborted(
      waitForRelease(lockName(job), this.#parts.stopping.signal),
      this.#parts.stopping.signal,
    );
  }

  /** Twice as long after each failure, and up to half as long again, so that trials do not all come back at once. */
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
