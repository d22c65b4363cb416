import { describeHolder, type Device, type DeviceWait } from '../device/index.js';
import type { Events } from './events.js';
import { failureText } from './failure-text.js';
import type { Job } from './job.js';
import type { AttemptOutcome } from './outcome.js';

const PROGRESS_EVERY_MS = 5_000;
const BAR_CELLS = 20;

interface Running {
  readonly since: number;
  progress?: Readonly<Record<string, unknown>>;
}

/** A line for each start and end, and in between a line of progress every few seconds. */
export class ConsoleEvents implements Events {
  readonly #total: number;
  readonly #write: (text: string) => void;
  readonly #bar: boolean;
  readonly #running = new Map<string, Running>();
  #done = 0;
  #shown = Date.now();

  constructor(total: number, write: (text: string) => void, bar: boolean) {
    this.#total = total;
    this.#write = write;
    this.#bar = bar;
  }

  waiting(id: string, waits: readonly DeviceWait[]): void {
    const holders = waits.map(({ device, holder }) => `${device.label} is with ${describeHolder(holder)}`);
    this.#line(`${id} waits for a device: ${holders.join('; ')}`);
  }

  started({ id }: Job, device: Device, attempt: number): void {
    this.#running.set(id, { since: Date.now() });
    this.#line(`${id} started on ${device.label}${attempt > 1 ? `, attempt ${attempt}` : ''}`);
  }

  progress(id: string, line: Readonly<Record<string, unknown>>): void {
    const running = this.#running.get(id);
    if (running) running.progress = line;
    if (Date.now() - this.#shown >= PROGRESS_EVERY_MS) this.#showProgress();
  }

  ended(job: Job, outcome: AttemptOutcome, attempt: { number: number; of: number }): void {
    this.#running.delete(job.id);
    if (outcome.kind === 'failed') this.#line(failureText(job, outcome, attempt));
    if (outcome.kind === 'complete') this.#line(`${job.id} finished in ${duration(outcome.end.seconds)}`);
    if (outcome.kind === 'interrupted')
      this.#line(`${job.id} interrupted after ${duration(outcome.end.seconds)}`);
  }

  done(): void {
    this.#done += 1;
    if (Date.now() - this.#shown >= PROGRESS_EVERY_MS) this.#showProgress();
  }

  #showProgress(): void {
    this.#shown = Date.now();
    const filled = Math.round((BAR_CELLS * this.#done) / Math.max(1, this.#total));
    const bar = this.#bar ? `[${'█'.repeat(filled)}${'░'.repeat(BAR_CELLS - filled)}] ` : '';
    const running = [...this.#running].map(([id, each]) => describeRunning(id, each));
    this.#line(
      `${bar}${this.#done} of ${this.#total} trials done${running.map((each) => `; ${each}`).join('')}`,
    );
  }

  #line(text: string): void {
    this.#write(`${text}\n`);
  }
}

function describeRunning(id: string, { progress, since }: Running): string {
  const { step, total, ...rest } = progress ?? {};
  const seconds = duration((Date.now() - since) / 1000);
  if (typeof step !== 'number') return `${id} ${seconds}`;
  const numbers = Object.entries(rest).filter(
    (entry): entry is [string, number] => typeof entry[1] === 'number',
  );
  const values = numbers.slice(0, 2).map(([name, value]) => ` ${name} ${Number(value.toPrecision(4))}`);
  return `${id} ${seconds}, step ${step}${typeof total === 'number' ? ` of ${total}` : ''}${values.join('')}`;
}

export function duration(seconds: number): string {
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 120) return `${Math.round(seconds)} s`;
  if (seconds < 7200) return `${Math.round(seconds / 60)} min`;
  return `${(seconds / 3600).toFixed(1)} h`;
}
