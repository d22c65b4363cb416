import type { Device, DeviceWait } from '../device/index.js';
import type { Job } from './job.js';
import type { AttemptOutcome } from './outcome.js';

/** What happens during a run, for those who show it or write it down. */
export interface Events {
  waiting(id: string, waits: readonly DeviceWait[]): void;
  started(job: Job, device: Device, attempt: number): void;
  progress(id: string, line: Readonly<Record<string, unknown>>): void;
  ended(job: Job, outcome: AttemptOutcome, attempt: { number: number; of: number }): void;
  /** The trial is done, here or before, in the way that the word says. */
  done(id: string, how: 'complete' | 'failed' | 'reused' | 'interrupted' | 'error'): void;
}

export function fanOut(listeners: readonly Events[]): Events {
  return {
    waiting: (...about) => listeners.forEach((each) => each.waiting(...about)),
    started: (...about) => listeners.forEach((each) => each.started(...about)),
    progress: (...about) => listeners.forEach((each) => each.progress(...about)),
    ended: (...about) => listeners.forEach((each) => each.ended(...about)),
    done: (...about) => listeners.forEach((each) => each.done(...about)),
  };
}
