import type { Device } from '../device/index.js';
import { phaseTimeLeft, timeLeft, type Pace } from './estimate.js';
import type { Done, Events, Run, TrialName } from './events.js';
import type { Job } from './job.js';
import type { AttemptOutcome } from './outcome.js';
import { Tally } from './tally.js';

export interface RunningView {
  readonly job: Job;
  readonly run: Run;
  /** ms of a clock that does not jump. */
  readonly since: number;
  first?: Pace;
  last?: Pace;
  total?: number;
}

/** What a run does right now, gathered from its events. */
export class RunView implements Events {
  readonly tally: Tally;
  readonly running = new Map<string, RunningView>();
  readonly aside = new Map<string, string>();
  isStopping = false;
  /** Trials of the phase that come after those of this run. */
  readonly #later: number;
  /** ms that each trial took so far, all attempts together. */
  readonly #spent = new Map<string, number>();
  readonly #finished: number[] = [];

  constructor(total: number, later: number) {
    this.tally = new Tally(total);
    this.#later = later;
  }

  waiting(): void {
    // Shown by the console and the log.
  }

  started(job: Job, run: Run): void {
    this.running.set(job.id, { job, run, since: performance.now() });
  }

  progress({ id }: Job, { step, total }: Readonly<Record<string, unknown>>): void {
    const running = this.running.get(id);
    if (!running || typeof step !== 'number') return;
    running.last = { step, at: performance.now() };
    running.first ??= running.last;
    if (typeof total === 'number' && Number.isFinite(total)) running.total = total;
  }

  ended({ id }: Job, { end }: AttemptOutcome): void {
    this.running.delete(id);
    this.#spent.set(id, (this.#spent.get(id) ?? 0) + end.seconds * 1000);
  }

  done(trial: TrialName, how: Done): void {
    this.tally.note(trial, how);
    const spent = this.#spent.get(trial.id);
    this.#spent.delete(trial.id);
    if (spent !== undefined && (how === 'complete' || how === 'failed')) this.#finished.push(spent);
  }

  setAside({ label }: Device, reason: string): void {
    this.aside.set(label, reason);
  }

  stopping(): void {
    this.isStopping = true;
  }

  /** ms until the phase is done. */
  timeLeft(devices: number, now: number): number | undefined {
    const { waiting } = this.tally.counts(this.running.size);
    return phaseTimeLeft({
      finished: this.#finished,
      running: [...this.running.values()].map((each) => ({
        elapsed: now - each.since,
        left: trialTimeLeft(each, now),
      })),
      waiting: waiting + this.#later,
      devices: devices - this.aside.size,
    });
  }
}

/** ms until the trial is done, by its own progress. */
export function trialTimeLeft({ first, last, total }: RunningView, now: number): number | undefined {
  return first && last && total !== undefined ? timeLeft(first, last, total, now) : undefined;
}
