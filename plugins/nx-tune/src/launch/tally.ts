import type { TrialCounts } from '../results/heartbeat.js';
import type { Done, TrialName } from './events.js';

/** What has become of a run's trials so far. */
export class Tally {
  readonly total: number;
  readonly #done = new Map<string, Done>();

  constructor(total: number) {
    this.total = total;
  }

  note({ id, pipeline }: TrialName, how: Done): void {
    this.#done.set(`${pipeline}\n${id}`, how);
  }

  get done(): number {
    return this.#done.size;
  }

  /** Names of the trials that ended in this way, in the order of their ends. */
  named(how: Done): string[] {
    return [...this.#done].filter(([, each]) => each === how).map(([key]) => key.split('\n')[1]!);
  }

  counts(running: number): TrialCounts {
    const of = (how: Done): number => this.named(how).length;
    return {
      total: this.total,
      finished: of('complete'),
      failed: of('failed'),
      reused: of('reused'),
      pruned: of('pruned'),
      skipped: of('skipped'),
      running,
      waiting: Math.max(0, this.total - this.#done.size - running),
      interrupted: of('interrupted') + of('not-started'),
      errors: of('error'),
    };
  }
}
