import { spawn } from 'node:child_process';
import type { Duplex } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { GuardianError } from './errors.js';
import { RUN_ID } from './family.js';
import { GUARD_FD, type GuardMessage } from './guarded.js';

/** A guardian that somebody kills is replaced; one that cannot live is not tried for ever. */
const MOST_STARTS = 5;
const LIVED_MS = 10_000;
/** Run from its sources, by tests, this module still needs the compiled script. */
const SCRIPT = fileURLToPath(new URL('./guardian.js', import.meta.url)).replace(
  /([\\/])src([\\/].*)$/,
  '$1dist$2',
);

/**
 * The runner's end of its guardian: a process that outlives the runner, if that is killed, just long enough to end the
 * runner's programs. It learns of the runner's death from the closing of the pipe between them.
 */
export class Guard {
  readonly #guarded = new Map<string, GuardMessage>();
  #pipe: Duplex | undefined;
  #starts = 0;

  /** Call before the program is started, and again when its pid is known. */
  guard(message: { readonly runId: string; readonly grace: number; readonly pid?: number }): void {
    this.#guarded.set(message.runId, message);
    if (this.#pipe === undefined) this.#start();
    else this.#send(message);
  }

  ended(runId: string): void {
    if (this.#guarded.delete(runId)) this.#send({ runId, ended: true });
  }

  #send(message: GuardMessage): void {
    this.#pipe?.write(`${JSON.stringify(message)}\n`);
  }

  #start(): void {
    if (this.#starts === MOST_STARTS) return;
    this.#starts++;
    const began = performance.now();
    this.#pipe = startGuardian();
    this.#pipe.on('error', () => undefined); // 'close' follows
    this.#pipe.on('close', () => {
      this.#pipe = undefined;
      if (performance.now() - began > LIVED_MS) this.#starts = 0;
      if (this.#starts === MOST_STARTS) {
        process.emitWarning(new GuardianError({ script: SCRIPT, starts: this.#starts }));
      } else if (this.#guarded.size > 0) this.#start();
    });
    for (const message of this.#guarded.values()) this.#send(message);
  }
}

/**
 * Not with execa, which ends a program's pipes when it exits: this one exits at once and leaves the pipe to a child.
 */
function startGuardian(): Duplex {
  const child = spawn(process.execPath, [SCRIPT], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    cwd: '/',
    detached: true,
    env: { ...process.env, [RUN_ID]: undefined, NODE_OPTIONS: undefined },
  });
  child.on('error', () => undefined); // the pipe closes too
  child.unref();
  const pipe = child.stdio[GUARD_FD] as Duplex & { unref(): void };
  pipe.resume(); // or its end would go unnoticed
  pipe.unref();
  return pipe;
}
