import { trialId } from '../results/layout.js';
import type { TrialRef } from '../trial/definition.js';
import { trialsSeen } from '../trial/history.js';
import { InterruptedError } from './errors.js';
import type { TrialOptions } from './planned-trial.js';

/** A trial was not planned, since one whose result decides its values has none. */
export class NothingObservedError extends Error {
  override readonly name = 'NothingObservedError';

  constructor(trial: string, missing: string, cause: unknown) {
    super(`${trial} was not run: its values depend on the result of ${missing}, which was not run.`, {
      cause,
    });
  }
}

export type Settled = { readonly kind: 'done' } | { readonly kind: 'error'; readonly error: unknown };
type Named = Pick<TrialOptions, 'pipeline' | 'phase' | 'tier' | 'index' | 'stage'>;

/** The ends of a wave's trials, for those trials of it that look at earlier ones. */
export class EarlierTrials {
  readonly #ends = new Map<string, Promise<Settled>>();

  add(options: Named, end: Promise<Settled>): void {
    this.#ends.set(keyOf(options), end);
  }

  /**
   * Waits for the trials that a trial looks at and that are in the same wave; the others have ended before it began.
   *
   * @throws InterruptedError, NothingObservedError where one of them ends without a result
   */
  async ended(ref: TrialRef): Promise<void> {
    const { spec, phase, tier } = ref;
    for (let index = 0; index < trialsSeen(ref); index++) {
      const named = { pipeline: spec.files[0]!, phase: phase.name, tier: tier.tier, index };
      const end = await this.#ends.get(keyOf(named));
      if (end?.kind === 'error') throw notPlanned(ref, index, end.error);
    }
  }
}

const keyOf = ({ pipeline, phase, tier, index, stage = '' }: Named): string =>
  [pipeline, phase, tier, index, stage].join('/');

function notPlanned({ phase, tier, index }: TrialRef, missing: number, cause: unknown): Error {
  const [trial, earlier] = [index, missing].map((each) => trialId(phase.name, tier.tier, each));
  if (cause instanceof InterruptedError) return new InterruptedError(trial!, false);
  return new NothingObservedError(trial!, earlier!, cause);
}
