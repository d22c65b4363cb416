import type { Readable } from 'node:stream';
import type { LogFile } from './log-file.js';
import type { Progress } from './types.js';

/** A longer line is cut up; its pieces are not read as progress. */
const LONGEST_LINE_BYTES = 64 * 1024;
/** End of the output, kept in memory for messages and symptoms. */
const TAIL_BYTES = 64 * 1024;

const NEWLINE = 10;
const CARRIAGE_RETURN = 13;
const OPEN_BRACE = 123;

/** A program's two streams on their way to one log: whole lines in the order of their arrival. */
export class Output {
  readonly #log: LogFile;
  readonly #onProgress: ((progress: Progress) => void) | undefined;
  readonly #streams: Readable[] = [];
  readonly #unfinished = new Map<Readable, Buffer>();
  #tail = Buffer.alloc(0);
  /** When something was printed last, in ms of `performance.now`. */
  lastActivity = performance.now();

  constructor(log: LogFile, onProgress?: (progress: Progress) => void) {
    this.#log = log;
    this.#onProgress = onProgress;
  }

  attach(stream: Readable): void {
    this.#streams.push(stream);
    stream.on('data', (chunk: Buffer) => this.#take(stream, chunk));
    stream.on('error', () => undefined); // its end is all that matters
  }

  /** The log has room again. The program may have waited for it: that was no silence of its own. */
  resume(): void {
    this.lastActivity = performance.now();
    for (const stream of this.#streams) stream.resume();
  }

  /** Lines that never ended. */
  end(): void {
    for (const rest of this.#unfinished.values()) this.#pass(rest);
    this.#unfinished.clear();
  }

  /** For a host that cannot end what still holds the streams. */
  destroy(): void {
    for (const stream of this.#streams) stream.destroy();
  }

  get tail(): string {
    return this.#tail.toString('utf8');
  }

  #take(stream: Readable, chunk: Buffer): void {
    this.lastActivity = performance.now();
    const before = this.#unfinished.get(stream);
    // A progress bar ends its line with a carriage return; without it nothing of it would show for hours.
    const end = Math.max(chunk.lastIndexOf(NEWLINE), chunk.lastIndexOf(CARRIAGE_RETURN)) + 1;
    const whole = chunk.subarray(0, end);
    const rest = chunk.subarray(end);
    if (end > 0) {
      this.#pass(before === undefined ? whole : Buffer.concat([before, whole]));
      this.#unfinished.delete(stream);
    }
    const unfinished = end === 0 && before !== undefined ? Buffer.concat([before, rest]) : rest;
    if (unfinished.length > LONGEST_LINE_BYTES) {
      this.#pass(unfinished);
      this.#unfinished.delete(stream);
    } else if (unfinished.length > 0) {
      this.#unfinished.set(stream, unfinished === rest ? Buffer.from(rest) : unfinished);
    }
  }

  #pass(lines: Buffer): void {
    this.#keepTail(lines);
    if (this.#onProgress !== undefined) readProgress(lines, this.#onProgress);
    if (!this.#log.write(lines)) for (const stream of this.#streams) stream.pause();
  }

  #keepTail(lines: Buffer): void {
    const last = lines.subarray(-TAIL_BYTES);
    // Copied, so that a few lines do not keep a whole block of output alive.
    this.#tail = Buffer.concat([this.#tail.subarray(last.length - TAIL_BYTES), last]).subarray(-TAIL_BYTES);
  }
}

/** Calls back for each line that is a JSON object with a finite number `step`. */
export function readProgress(lines: Buffer, onProgress: (progress: Progress) => void): void {
  for (let start = 0; start < lines.length;) {
    const newline = lines.indexOf(NEWLINE, start);
    const end = newline < 0 ? lines.length : newline;
    if (lines[start] === OPEN_BRACE && end - start <= LONGEST_LINE_BYTES) {
      const progress = parseProgress(lines.toString('utf8', start, end));
      if (progress !== undefined) onProgress(progress);
    }
    start = end + 1;
  }
}

function parseProgress(line: string): Progress | undefined {
  if (!line.includes('"step"')) return undefined;
  try {
    const value = JSON.parse(line) as Progress;
    return Number.isFinite(value.step) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** The last lines of a text, without empty ones at its end. */
export function lastLines(text: string, count: number): string[] {
  const lines = text.trimEnd().split(/\r?\n|\r/);
  return text.trim() === '' ? [] : lines.slice(-count);
}
