import type { Program } from '../spec/types.js';

/** One program to run: a trial's, or that which prepares or finishes a pipeline. */
export interface Job {
  /** The trial's name, or `prepare` or `finish`. */
  readonly id: string;
  /** The pipeline's file, from the workspace root. */
  readonly pipeline: string;
  readonly program: Program;
  /** Absolute; all that the program leaves. */
  readonly folder: string;
  /** The same, from the workspace root, for messages. */
  readonly shownFolder: string;
  /** Absolute. */
  readonly checkpoint: string;
  /** Absolute; folder of another trial's checkpoint, that the program finds as its own. */
  readonly startsFrom?: string;
  /** Digest of all that its result depends on. */
  readonly inputs: string;
  /** Written as config.yaml. */
  readonly config: object;
  /** File that the program must write, besides its metrics. */
  readonly artifact?: string;
  readonly needsMetrics: boolean;
}
