import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { FILES } from '../results/layout.js';
import { prepareCheckpoint } from './checkpoint.js';
import type { Job } from './job.js';
import { killLeftovers } from './process/index.js';

/** Makes way for a job that a crash may have cut short: ends what still runs of it, keeps a checkpoint of its own. */
export async function clearRemains(job: Job, grace: number): Promise<void> {
  // Reading every process's environment is not for each of hundreds of fresh trials.
  if (await exists(join(job.folder, FILES.config)))
    await killLeftovers({ TUNE_OUTPUT_DIR: job.folder }, grace);
  await prepareCheckpoint(job);
}

const exists = (file: string): Promise<boolean> =>
  access(file).then(
    () => true,
    () => false,
  );
