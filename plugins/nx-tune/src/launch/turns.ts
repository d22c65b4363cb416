import type { TrialOptions } from './planned-trial.js';

export interface Turn {
  /** Until those of lower index have passed. */
  readonly before: Promise<void>;
  /** The trial has asked for a device, or does not need one yet. Any call but the first does nothing. */
  readonly pass: () => void;
}

/**
 * The order in which trials of a wave ask for devices: within a tier that of their index. They are planned side by side,
 * so that a later one could be first by a hair, and keep the device for days.
 */
export class Turns {
  readonly #turns = new Map<TrialOptions, Turn>();

  constructor(trials: readonly TrialOptions[]) {
    const last = new Map<string, Promise<void>>();
    for (const trial of trials.toSorted((a, b) => a.index - b.index)) {
      const { pipeline, phase, tier, stage = '' } = trial;
      const tierOf = [pipeline, phase, tier, stage].join('/');
      const before = last.get(tierOf) ?? Promise.resolve();
      let pass = (): void => undefined;
      const passed = new Promise<void>((resolve) => (pass = resolve));
      this.#turns.set(trial, { before, pass });
      last.set(
        tierOf,
        Promise.all([before, passed]).then(() => undefined),
      );
    }
  }

  of(trial: TrialOptions): Turn {
    return this.#turns.get(trial)!;
  }
}
