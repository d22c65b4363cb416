import type { Device, DeviceWait } from '../device/index.js';
import type { Job } from './job.js';
import type { AttemptOutcome } from './outcome.js';
import type { RunningProgram } from './process/index.js';

/** Trials of two pipelines may have one name. */
export interface TrialName {
  readonly id: string;
  /** The pipeline's file, from the workspace root. */
  readonly pipeline: string;
}

/** One attempt on its device. */
export interface Run {
  readonly device: Device;
  /** From 1. */
  readonly attempt: number;
  readonly program: RunningProgram;
}

/** How a trial left the run. */
export type Done =
  'complete' | 'failed' | 'reused' | 'pruned' | 'skipped' | 'interrupted' | 'not-started' | 'error';

/** What happens during a run, for those who show it or write it down. */
export interface Events {
  /** All devices are with other processes. */
  waiting(trial: TrialName, waits: readonly DeviceWait[]): void;
  started(job: Job, run: Run): void;
  progress(job: Job, line: Readonly<Record<string, unknown>>): void;
  ended(job: Job, outcome: AttemptOutcome, attempt: { number: number; of: number }): void;
  /** The trial is done, here or before, in the way that the word says. */
  done(trial: TrialName, how: Done): void;
  /** The device is not used any more in this run. */
  setAside(device: Device, reason: string): void;
  /** Nothing starts any more. */
  stopping(reason: string): void;
}

export function fanOut(listeners: readonly Events[]): Events {
  return {
    waiting: (...about) => listeners.forEach((each) => each.waiting(...about)),
    started: (...about) => listeners.forEach((each) => each.started(...about)),
    progress: (...about) => listeners.forEach((each) => each.progress(...about)),
    ended: (...about) => listeners.forEach((each) => each.ended(...about)),
    done: (...about) => listeners.forEach((each) => each.done(...about)),
    setAside: (...about) => listeners.forEach((each) => each.setAside(...about)),
    stopping: (...about) => listeners.forEach((each) => each.stopping(...about)),
  };
}

/** Hears of one pipeline's trials alone; of devices and stops always. */
export function ofPipeline(pipeline: string, events: Events): Events {
  const ours = (trial: TrialName): boolean => trial.pipeline === pipeline;
  return {
    waiting: (trial, waits) => ours(trial) && events.waiting(trial, waits),
    started: (job, run) => ours(job) && events.started(job, run),
    progress: (job, line) => ours(job) && events.progress(job, line),
    ended: (job, outcome, attempt) => ours(job) && events.ended(job, outcome, attempt),
    done: (trial, how) => ours(trial) && events.done(trial, how),
    setAside: (device, reason) => events.setAside(device, reason),
    stopping: (reason) => events.stopping(reason),
  };
}
