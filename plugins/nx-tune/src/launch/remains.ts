import type { Spec } from '../spec/types.js';
import { killLeftovers } from './process/index.js';
import { layoutOf } from '../results/layout.js';
import { join } from 'node:path';

/**
 * Ends what still runs of these pipelines though its runner is dead. Before any device is asked for, since what is
 * left holds its device and the lock of its trial.
 */
export async function endLeftovers(workspaceRoot: string, specs: readonly Spec[]): Promise<void> {
  for (const { name, runtime } of specs) {
    await killLeftovers({ TUNE_OUTPUT_DIR: join(workspaceRoot, layoutOf(name).root) }, runtime.grace);
  }
}
