import { trialId } from '../results/layout.js';
import type { Incumbent, Observation } from '../results/types.js';
import type { TrialRef } from '../trial/definition.js';
import { trialsSeen } from '../trial/history.js';
import { NO_INCUMBENT } from '../trial/values.js';
import { MissingUpstreamError } from './errors.js';
import { RunFacts } from './facts.js';

export type TierRef = Omit<TrialRef, 'index'>;

/** What the trials of a run that is only thought through would start from: not what is on disk, but what would be. */
export class ForeseenFacts extends RunFacts {
  /** After all tiers and phases until now; undefined where it depends on trials that have to run. */
  current: Incumbent | undefined = NO_INCUMBENT;
  /** What `current` is, in words. */
  winnerOf = '';
  /** What every trial waits for, in words. */
  unready: string | undefined;
  readonly #observations = new Map<string, Observation>();

  know(observation: Observation): void {
    this.#observations.set(observation.trial, observation);
  }

  /** Those of the trials given that are known. */
  known(trials: readonly string[]): Observation[] {
    return trials.flatMap((trial) => this.#observations.get(trial) ?? []);
  }

  /** What has to run before a trial's inputs are known, in words; undefined where they are. */
  openFor(ref: TrialRef): string | undefined {
    if (this.unready !== undefined) return this.unready;
    if (this.current === undefined) return this.winnerOf;
    return seenBy(ref).find((trial) => !this.#observations.has(trial));
  }

  override incumbent(ref: TrialRef): Promise<Incumbent> {
    if (this.current) return Promise.resolve(this.current);
    return Promise.reject(new MissingUpstreamError(nameOf(ref), this.winnerOf));
  }

  override observed(ref: TrialRef): Promise<Observation[]> {
    return Promise.resolve(this.known(seenBy(ref)));
  }
}

/** The trials of a tier, in order. */
export const refsOf = (at: TierRef): TrialRef[] =>
  Array.from({ length: at.tier.trials }, (_, index) => ({ ...at, index }));

/** The trials that a trial looks at, by name. */
const seenBy = (ref: TrialRef): string[] =>
  Array.from({ length: trialsSeen(ref) }, (_, index) => nameOf({ ...ref, index }));

const nameOf = ({ phase, tier, index }: TrialRef): string => trialId(phase.name, tier.tier, index);
