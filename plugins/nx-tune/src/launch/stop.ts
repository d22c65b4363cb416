import { setMaxListeners } from 'node:events';
import type { RunningProgram } from './process/index.js';

/**
 * Decides once that the run stops: after that nothing starts, what runs is given its grace to save, and nothing that
 * ends counts as finished.
 */
export class Stopping {
  readonly #controller = new AbortController();
  readonly #running = new Set<RunningProgram>();
  readonly #onStop: (reason: string) => void;
  #interrupts = 0;
  #restore: () => void = () => undefined;

  /** @param onStop told once, why */
  constructor(onStop: (reason: string) => void = () => undefined) {
    this.#onStop = onStop;
    // Every trial that waits for a device listens.
    setMaxListeners(0, this.signal);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  get requested(): boolean {
    return this.signal.aborted;
  }

  /** Listens to the signals of this process, and to the end of nx itself. */
  listen(): void {
    const terminate = (signal: NodeJS.Signals): void => this.#onSignal(signal);
    const disconnect = (): void => this.request('nx ended');
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
    for (const signal of signals) process.on(signal, terminate);
    process.on('disconnect', disconnect);
    this.#restore = () => {
      for (const signal of signals) process.off(signal, terminate);
      process.off('disconnect', disconnect);
    };
  }

  unlisten(): void {
    this.#restore();
  }

  request(reason: string): void {
    if (this.requested) return;
    this.#onStop(reason);
    this.#controller.abort(new Error(reason));
    for (const program of this.#running) program.stop(reason);
  }

  /** Watches over a program while it runs, so that a stop reaches it. */
  watch(program: RunningProgram): void {
    this.#running.add(program);
    void program.ended.finally(() => this.#running.delete(program));
    if (this.requested) program.stop('the run is stopping');
  }

  #onSignal(signal: NodeJS.Signals): void {
    // A terminal's Ctrl+C reaches this process directly; whoever presses it twice does not want to wait for checkpoints.
    if (signal === 'SIGINT' && ++this.#interrupts > 1)
      for (const program of this.#running) program.stop('interrupted twice', 0);
    this.request(`received ${signal}`);
  }
}
