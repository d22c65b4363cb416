import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { readTensors, writeTensors, TensorFileError, type Tensors } from './safetensors.js';
import { log } from './report.js';

export interface Checkpoint {
  readonly tensors: Tensors;
  /** Anything that JSON holds without loss: counters, a generator's state. */
  readonly state: unknown;
}

const pathOf = (checkpointDir: string): string => join(checkpointDir, 'checkpoint.safetensors');

/** Atomically replaces the checkpoint: one file for tensors and state, so that they cannot belong to different steps. */
export function saveCheckpoint(checkpointDir: string, { tensors, state }: Checkpoint): void {
  mkdirSync(checkpointDir, { recursive: true });
  writeTensors(pathOf(checkpointDir), tensors, { state: JSON.stringify(state) });
}

/** @returns undefined when there is no checkpoint, or one that cannot be read: then the log says so and work starts anew */
export function loadCheckpoint(checkpointDir: string): Checkpoint | undefined {
  const path = pathOf(checkpointDir);
  if (!existsSync(path)) return undefined;
  try {
    const { tensors, metadata } = readTensors(path);
    if (metadata['state'] === undefined)
      throw new TensorFileError('Expected the metadata `state`, got none.');
    return { tensors, state: JSON.parse(metadata['state']) as unknown };
  } catch (error) {
    log(`The checkpoint cannot be used, starting from the beginning: ${(error as Error).message}`);
    return undefined;
  }
}

export function removeCheckpoint(checkpointDir: string): void {
  rmSync(pathOf(checkpointDir), { force: true });
}
