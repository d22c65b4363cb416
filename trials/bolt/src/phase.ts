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

/** What an artifact was made from, for its metadata: a trial's parameters are those of its phase and of all before. */
export const origin = (seed: number, params: TrialConfig['params']): Record<string, string> => ({
  seed: String(seed),
  params: JSON.stringify(Object.fromEntries(Object.entries(params).sort(([a], [b]) => (a < b ? -1 : 1)))),
});

/** Whether a phase that is given the seed and these parameters, or more of them, would make this artifact again. */
export function comesFrom(
  { metadata }: Pick<Artifact, 'metadata'>,
  seed: number,
  params: TrialConfig['params'],
): boolean {
  if (metadata['params'] === undefined) return false;
  const names = Object.keys(JSON.parse(metadata['params']) as TrialConfig['params']);
  const same = origin(seed, Object.fromEntries(names.map((name) => [name, params[name]!])));
  return same['seed'] === metadata['seed'] && same['params'] === metadata['params'];
}
