import { mkdir, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { readText, writeAtomic } from '../results/json.js';
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
  await mkdir(dirname(job.checkpoint), { recursive: true });
  await writeAtomic(belongsTo(job), job.inputs);
}

export async function removeCheckpoint(job: Job): Promise<void> {
  await rm(job.checkpoint, { recursive: true, force: true });
  await rm(belongsTo(job), { force: true });
}
