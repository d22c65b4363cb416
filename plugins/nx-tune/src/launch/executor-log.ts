import { appendFile, mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Device, DeviceWait } from '../device/index.js';
import { endedText, setAsideText, startedText, waitingText } from './event-text.js';
import type { Done, Events, Run, TrialName } from './events.js';
import type { Job } from './job.js';
import type { AttemptOutcome } from './outcome.js';

/** What `ended` has not said already. */
const SAID: Partial<Record<Done, string>> = {
  reused: 'is done already, with the same inputs',
  pruned: 'was pruned; its trial.json says why',
  skipped: 'was skipped; its trial.json says why',
  'not-started': 'was not started, since the run is stopping',
  error: 'could not be run; the terminal says why',
};

/** executor.log: one line an event, with its time. Lines that come together are appended together. */
export class ExecutorLog implements Events {
  readonly #path: string;
  readonly #onTrouble: (error: Error) => void;
  #pending = '';
  #writing: Promise<void> | undefined;

  constructor(path: string, onTrouble: (error: Error) => void) {
    this.#path = path;
    this.#onTrouble = onTrouble;
  }

  say(text: string): void {
    this.#pending += `${new Date().toISOString()} ${text}\n`;
    this.#writing ??= this.#write();
  }

  waiting({ id }: TrialName, waits: readonly DeviceWait[]): void {
    this.say(waitingText(id, waits));
  }

  started(job: Job, run: Run): void {
    const { pid } = run.program;
    this.say(`${startedText(job, run)}${pid === undefined ? '' : `, process ${pid}`}`);
  }

  progress(): void {
    // trial.log has it.
  }

  ended(job: Job, outcome: AttemptOutcome, attempt: { number: number; of: number }): void {
    this.say(endedText(job, outcome, attempt));
  }

  done({ id }: TrialName, how: Done): void {
    if (SAID[how] !== undefined) this.say(`${id} ${SAID[how]}`);
  }

  setAside(device: Device, reason: string): void {
    this.say(setAsideText(device, reason));
  }

  stopping(reason: string): void {
    this.say(`Stopping: ${reason}`);
  }

  async close(): Promise<void> {
    await this.#writing;
  }

  async #write(): Promise<void> {
    await new Promise(setImmediate);
    while (this.#pending !== '') {
      const text = this.#pending;
      this.#pending = '';
      try {
        await mkdir(dirname(this.#path), { recursive: true });
        await appendFile(this.#path, text);
      } catch (error) {
        this.#onTrouble(error as Error);
      }
    }
    this.#writing = undefined;
  }
}
