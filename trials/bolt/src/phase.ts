import type { StopRequest, Tensors, TrialConfig } from 'trials-kit';
import type { PreparedData } from './data/files.js';

export interface Artifact {
  readonly tensors: Tensors;
  readonly metadata: Readonly<Record<string, string>>;
}

/** What a phase works with. Nothing here names the sealed test. */
export interface PhaseInput {
  readonly config: TrialConfig;
  readonly data: PreparedData;
  /** Artifacts of earlier phases by phase. */
  readonly upstream: Readonly<Record<string, Artifact>>;
  readonly checkpointDir: string;
  readonly stop: StopRequest;
}

export interface PhaseOutput {
  /** Undefined where a metric has no value. */
  readonly metrics: Readonly<Record<string, number | undefined>>;
  readonly artifact?: Artifact;
}

export type Phase = (input: PhaseInput) => Promise<PhaseOutput>;
