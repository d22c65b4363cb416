import { constants, openSync, writeSync } from 'node:fs';

/**
 * Where a run says what happens. nx reads this process through a pipe and shows what comes; but from the moment of a
 * Ctrl+C it shows nothing more of anybody, and so a stopping run writes to nx's own output itself.
 */
export class Terminal {
  #direct: number | undefined;

  constructor() {
    // The pipe breaks when nx is killed: the programs still get their grace then.
    for (const stream of [process.stdout, process.stderr]) {
      if (!stream.listeners('error').includes(ignore)) stream.on('error', ignore);
    }
  }

  write(text: string): void {
    if (this.#direct === undefined) process.stdout.write(text);
    else writeUnlessBlocked(this.#direct, text);
  }

  /** From now on past nx, where that is possible: to a terminal, a file or a shell's pipe, on Linux. */
  bypass(): void {
    // A TUI has the whole screen, and shows what its panes have caught when it has ended.
    if (process.env['NX_TUI'] === 'true') return;
    const { O_WRONLY, O_APPEND, O_NOCTTY, O_NONBLOCK } = constants;
    try {
      this.#direct ??= openSync(`/proc/${process.ppid}/fd/1`, O_WRONLY | O_APPEND | O_NOCTTY | O_NONBLOCK);
    } catch {
      // A socket, another system, or nx is dead.
    }
  }
}

/** A terminal that is held, or has been closed, must not keep a run from ending. */
function writeUnlessBlocked(fd: number, text: string): void {
  try {
    writeSync(fd, text);
  } catch {
    // executor.log has it too.
  }
}

const ignore = (): void => undefined;
