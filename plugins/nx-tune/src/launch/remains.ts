import { readdir, rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { Heartbeat } from '../results/heartbeat.js';
import { isMissing, readJson } from '../results/json.js';
import { layoutOf } from '../results/layout.js';
import { writerLives } from '../results/writer.js';
import type { Spec } from '../spec/types.js';
import { killLeftovers } from './process/index.js';

/**
 * Ends what still runs of these pipelines though its runner is dead, and sweeps up what that runner was writing when it
 * died. Before any device is asked for, since what is left holds its device and the lock of its trial.
 */
export async function endLeftovers(workspaceRoot: string, specs: readonly Spec[]): Promise<void> {
  for (const { name, runtime } of specs) {
    const { root, file } = layoutOf(name);
    await killLeftovers({ TUNE_OUTPUT_DIR: join(workspaceRoot, root) }, runtime.grace);
    const beat = await readJson<Partial<Heartbeat>>(join(workspaceRoot, file('heartbeat'))).catch(() => ({}));
    if (diedUnawares(beat)) await sweepTemporaries(join(workspaceRoot, root));
  }
}

/** Of a runner that ended as it should there is nothing to sweep, and large results take a while to walk. */
function diedUnawares(beat: Partial<Heartbeat> | undefined): boolean {
  if (beat === undefined || beat.state === 'ended') return false;
  return beat.runner?.host !== hostname() || !writerLives(beat.runner.pid);
}

/** As writeAtomic calls what it is writing, by the process that does. */
const TEMPORARY = /\.(\d+)-\d+\.tmp$/;

async function sweepTemporaries(folder: string): Promise<void> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch((error: unknown) => {
    if (isMissing(error)) return [];
    throw error;
  });
  for (const { name, parentPath } of entries) {
    const writer = TEMPORARY.exec(name)?.[1];
    if (writer !== undefined && !writerLives(Number(writer)))
      await rm(join(parentPath, name), { force: true });
  }
}
