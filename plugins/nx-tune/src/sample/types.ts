import type { Parameter, SamplerOptions, Values } from '../spec/types.js';

/** A finished trial as a sampler sees it. */
export interface SampledTrial {
  readonly index: number;
  /** Values of the space's parameters; inactive ones are absent. */
  readonly values: Values;
  /** Null for a failed trial or an objective that is not finite. Larger is better when `maximize`. */
  readonly objective: number | null;
  /** Whether every gate condition holds; absent where there is no gate. */
  readonly feasible?: boolean;
  /**
   * By how much each condition of the gate is met, below 0 by how much it is missed; in the same order for all trials.
   * Absent where the trial did not report all metrics that this takes.
   */
  readonly margins?: readonly number[];
}

export interface SampleRequest {
  /** The tier's searched parameters, in the order of declaration. */
  readonly space: readonly Parameter[];
  /** Known values of parameters outside the space, which `when` may refer to; also the incumbent's of the space. */
  readonly incumbent: Values;
  /** Trials of the same tier, ascending by index. Samplers that do not adapt ignore it. */
  readonly history: readonly SampledTrial[];
  readonly maximize: boolean;
  /** Trial index within the tier, from 0. */
  readonly index: number;
  readonly seed: number;
  /** Names the stream: `phase/tier`, so that equal seeds do not give equal points in every tier. */
  readonly stream: string;
  readonly options: SamplerOptions;
}

/** Pure: equal requests give equal values, in any process. Returns active parameters of the space only. */
export type Sampler = (request: SampleRequest) => Values;
