import type { Results } from '../results/read.js';
import type { Incumbent, Observation, PhaseResult } from '../results/types.js';
import type { Phase, Spec } from '../spec/types.js';
import type { Contender } from './contenders.js';
import type { Ranked } from './rank.js';

/** What a selection chooses from. */
export interface Selection {
  readonly spec: Spec;
  readonly phase: Phase;
  readonly results: Results;
  readonly observations: readonly Observation[];
  /** Those of them among which the best is. */
  readonly contenders: readonly Contender[];
  /** The same, as they are judged, from best to worst. */
  readonly ranked: readonly Ranked[];
  /** The incumbent that the phase started from. */
  readonly before: Incumbent;
}

export interface PhaseVerdict {
  readonly status: PhaseResult['status'];
  readonly winner?: Observation;
  readonly reason?: string;
  /** Keeps the next phase from starting. */
  readonly error?: Error;
}
