import type { Device, DeviceWait } from '../device/index.js';
import { duration, endedText, setAsideText, startedText, waitingText } from './event-text.js';
import type { Done, Events, Run, TrialName } from './events.js';
import { failureText } from './failure-text.js';
import type { Job } from './job.js';
import type { AttemptOutcome } from './outcome.js';
import { stopNotice, stopScreen } from './stop-screen.js';
import { Tally } from './tally.js';
import type { Terminal } from './terminal.js';

const PROGRESS_EVERY_MS = 5_000;
const BAR_CELLS = 20;

interface Running {
  readonly id: string;
  readonly since: number;
  progress?: Readonly<Record<string, unknown>>;
}

/** A line for each start and end, and in between a line of progress every few seconds. */
export class ConsoleEvents implements Events {
  readonly #tally: Tally;
  readonly #terminal: Pick<Terminal, 'write' | 'bypass'>;
  readonly #bar: boolean;
  readonly #running = new Map<string, Running>();
  #shown = performance.now();
  #stopping = false;

  constructor(total: number, terminal: Pick<Terminal, 'write' | 'bypass'>, bar: boolean) {
    this.#tally = new Tally(total);
    this.#terminal = terminal;
    this.#bar = bar;
  }

  waiting({ id }: TrialName, waits: readonly DeviceWait[]): void {
    this.#line(waitingText(id, waits));
  }

  started(job: Job, run: Run): void {
    this.#running.set(job.folder, { id: job.id, since: performance.now() });
    this.#line(startedText(job, run));
  }

  progress(job: Job, line: Readonly<Record<string, unknown>>): void {
    const running = this.#running.get(job.folder);
    if (running) running.progress = line;
    this.#showProgressWhenDue();
  }

  ended(job: Job, outcome: AttemptOutcome, attempt: { number: number; of: number }): void {
    this.#running.delete(job.folder);
    this.#line(
      outcome.kind === 'failed' ? failureText(job, outcome, attempt) : endedText(job, outcome, attempt),
    );
  }

  done(trial: TrialName, how: Done): void {
    this.#tally.note(trial, how);
    this.#showProgressWhenDue();
  }

  setAside(device: Device, reason: string): void {
    this.#line(setAsideText(device, reason));
  }

  stopping(reason: string): void {
    this.#stopping = true;
    this.#terminal.bypass();
    this.#line(stopNotice(reason));
  }

  close(): void {
    if (this.#stopping) this.#line(stopScreen(this.#tally));
  }

  #showProgressWhenDue(): void {
    if (performance.now() - this.#shown < PROGRESS_EVERY_MS) return;
    this.#shown = performance.now();
    const { done, total } = this.#tally;
    const filled = Math.round((BAR_CELLS * done) / Math.max(1, total));
    const bar = this.#bar ? `[${'█'.repeat(filled)}${'░'.repeat(BAR_CELLS - filled)}] ` : '';
    const running = [...this.#running.values()].map(describeRunning);
    this.#line(`${bar}${done} of ${total} trials done${running.map((each) => `; ${each}`).join('')}`);
  }

  #line(text: string): void {
    this.#terminal.write(`${text}\n`);
  }
}

function describeRunning({ id, progress, since }: Running): string {
  const { step, total, ...rest } = progress ?? {};
  const shown = `${id} ${duration((performance.now() - since) / 1000)}`;
  if (typeof step !== 'number') return shown;
  const numbers = Object.entries(rest).filter(
    (entry): entry is [string, number] => typeof entry[1] === 'number',
  );
  const values = numbers.slice(0, 2).map(([name, value]) => ` ${name} ${Number(value.toPrecision(4))}`);
  return `${shown}, step ${step}${typeof total === 'number' ? ` of ${total}` : ''}${values.join('')}`;
}
