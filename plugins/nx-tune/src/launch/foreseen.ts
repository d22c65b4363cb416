import type { Incumbent, Observation } from '../results/types.js';
import { marked } from '../select/convergence.js';
import { trialsOf } from '../select/go-on.js';
import { endBefore } from '../spec/index.js';
import type { Phase, Spec } from '../spec/types.js';
import { nameOf, refBefore, type TrialRef } from '../trial/definition.js';
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
  /** Incumbents by the phase that ended with them. */
  readonly #after = new Map<string, Incumbent>();

  /** The incumbent after a phase, marked where its cycle has come to where it began. */
  closed(spec: Spec, phase: Phase, incumbent: Incumbent): Incumbent {
    const earlier = endBefore(spec, phase);
    const closed = marked(incumbent, earlier && this.#after.get(earlier.name));
    this.#after.set(phase.name, closed);
    return closed;
  }

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
    return neededBy(ref).find((trial) => !this.#observations.has(trial));
  }

  override incumbent(ref: TrialRef): Promise<Incumbent> {
    if (this.current) return Promise.resolve(this.current);
    return Promise.reject(new MissingUpstreamError(nameOf(ref), this.winnerOf));
  }

  override observed(ref: TrialRef): Promise<Observation[]> {
    return Promise.resolve(this.known(neededBy(ref)));
  }

  override async before(ref: TrialRef): Promise<Observation> {
    const [before] = this.known([nameOf(refBefore(ref))]);
    return before ?? super.before(ref);
  }

  override goesOn(ref: TrialRef): Promise<boolean> {
    const { phase, index, stage } = ref;
    return Promise.resolve(!stage || trialsOf(phase, stage, this.known(neededBy(ref))).go_on.includes(index));
  }
}

/** The trials of a tier in one stage, in order. */
export const refsOf = (at: TierRef): TrialRef[] =>
  Array.from({ length: at.tier.trials }, (_, index) => ({ ...at, index }));

/** The trials that a trial looks at, and for a stage those that it is chosen from, by name. */
const neededBy = (ref: TrialRef): string[] =>
  ref.stage ? refsOf(refBefore(ref)).map(nameOf) : refsOf(ref).slice(0, trialsSeen(ref)).map(nameOf);
