import { constants, existsSync, rmSync } from 'node:fs';
import { cp, readdir, rm } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { readText, writeAtomic } from '../results/json.js';
import { FILES } from '../results/layout.js';
import { emptyFolder } from '../results/sweep.js';
import type { Job } from './job.js';

/** Beside the checkpoint, since the folder itself is the program's. */
const belongsTo = (job: Job): string => `${job.checkpoint}.inputs`;

/**
 * Makes sure that a checkpoint is of the very inputs that the program will be given: one of other values would
 * continue a different training.
 */
export async function prepareCheckpoint(job: Job): Promise<void> {
  if ((await readText(belongsTo(job))) === job.inputs) return;
  await rm(job.checkpoint, { recursive: true, force: true });
  // With its log: what other inputs left is no part of this job's story.
  await emptyFolder(job.folder);
  if (job.startsFrom !== undefined) await copyFolder(job.startsFrom, job.checkpoint);
  await writeAtomic(belongsTo(job), job.inputs);
}

/**
 * Keeps a copy of what the program left in its checkpoint folder, beside its other results.
 *
 * @returns the files, by their names in `folder`
 */
export async function keepCheckpoint(checkpoint: string, folder: string): Promise<string[]> {
  const kept = join(folder, FILES.checkpoint);
  await rm(kept, { recursive: true, force: true });
  if (!existsSync(checkpoint)) return []; // the program has removed it
  await copyFolder(checkpoint, kept);
  const entries = await readdir(kept, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort();
}

/** Links out of it are followed, so that the copy stands for itself. Where the file system can, blocks are shared. */
async function copyFolder(from: string, to: string): Promise<void> {
  const how = { recursive: true, dereference: true, mode: constants.COPYFILE_FICLONE };
  await cp(from, to, how);
}

export async function removeCheckpoint(job: Job): Promise<void> {
  // First, so that what a crash leaves belongs to nobody.
  rmSync(belongsTo(job), { force: true });
  await rm(job.checkpoint, { recursive: true, force: true });
}
