import { open, type FileHandle } from 'node:fs/promises';
import { leaveOutMiddle } from './log-middle.js';

/** trial.log never grows past this: 32 MiB. A longer one keeps its first and its last part. */
export const LOG_LIMIT_BYTES = 32 * 2 ** 20;

/** Output waits in memory up to this much; then the program waits for the disk. */
const HIGH_WATER_BYTES = 2 ** 20;

/**
 * A log that takes output as fast as the disk does and never exceeds its limit. When it would, its middle is left out:
 * the file is replaced, by renaming, with its first quarter, a line that says so, and its last quarter.
 */
export class LogFile {
  readonly #path: string;
  readonly #limit: number;
  readonly #onDrain: () => void;
  #pending: Buffer[] = [];
  #pendingBytes = 0;
  #writing: Promise<void> | undefined;
  #file: FileHandle | undefined;
  #size = 0;
  #error: Error | undefined;

  /** `onDrain` is called when, after a `write` that returned false, there is room again. */
  constructor(path: string, limit: number, onDrain: () => void) {
    this.#path = path;
    this.#limit = limit;
    this.#onDrain = onDrain;
    this.#writing = this.#flush(); // creates the file even for a program that prints nothing
  }

  /** What went wrong with the file, if anything; what came after it is not in the log. */
  get error(): Error | undefined {
    return this.#error;
  }

  /** False when the caller should wait for `onDrain`. The data must not be changed afterwards. */
  write(data: Buffer): boolean {
    if (this.#error !== undefined || data.length === 0) return true;
    this.#pending.push(data);
    this.#pendingBytes += data.length;
    this.#writing ??= this.#flush();
    return this.#pendingBytes < HIGH_WATER_BYTES;
  }

  async close(): Promise<void> {
    while (this.#writing !== undefined) await this.#writing;
    await this.#file?.close().catch((error: unknown) => this.#fail(error));
  }

  async #flush(): Promise<void> {
    try {
      await this.#open();
      while (this.#pending.length > 0) {
        const data = Buffer.concat(this.#pending);
        this.#pending = [];
        await this.#append(data);
        this.#pendingBytes -= data.length;
        this.#onDrain();
      }
    } catch (error) {
      this.#fail(error);
    } finally {
      this.#writing = undefined;
    }
  }

  async #append(data: Buffer): Promise<void> {
    const piece = Math.floor(this.#limit / 4);
    for (let start = 0; start < data.length; start += piece) {
      const part = data.subarray(start, start + piece);
      if (this.#size + part.length > this.#limit) await this.#leaveOutMiddle();
      const file = await this.#open();
      await file.appendFile(part);
      this.#size += part.length;
    }
  }

  async #open(): Promise<FileHandle> {
    if (this.#file !== undefined) return this.#file;
    this.#file = await open(this.#path, 'a');
    this.#size = (await this.#file.stat()).size;
    return this.#file;
  }

  async #leaveOutMiddle(): Promise<void> {
    await this.#file?.close();
    this.#file = undefined;
    await leaveOutMiddle(this.#path, this.#limit);
    await this.#open();
  }

  #fail(error: unknown): void {
    this.#error ??= error instanceof Error ? error : new Error(String(error));
    this.#pending = [];
    this.#pendingBytes = 0;
    this.#onDrain();
  }
}
