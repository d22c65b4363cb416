import type { Program } from '../spec/types.js';

export interface ProgramPaths {
  /** Absolute. */
  readonly config: string;
  readonly output: string;
  readonly checkpoint: string;
}

/** The program's side of the contract: what it finds in its environment, besides that of its caller. */
export function programEnvironment(
  program: Program,
  paths: ProgramPaths,
  config: unknown,
  visibleDevices: string,
) {
  return {
    ...program.env,
    TUNE_CONFIG: paths.config,
    TUNE_OUTPUT_DIR: paths.output,
    TUNE_CHECKPOINT_DIR: paths.checkpoint,
    TUNE_TRIAL: JSON.stringify(config),
    CUDA_VISIBLE_DEVICES: visibleDevices,
  };
}
