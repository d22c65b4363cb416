import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { deviceEnv, type Grant } from '../device/index.js';
import { writeAtomic } from '../results/json.js';
import { FILES } from '../results/layout.js';
import { emptyFolder } from '../results/sweep.js';
import { programEnvironment } from '../trial/environment.js';
import type { Runtime } from '../spec/types.js';
import type { Job } from './job.js';
import { judge, type AttemptOutcome } from './outcome.js';
import type { ProgramHost, RunningProgram } from './process/index.js';

export interface AttemptContext {
  readonly host: ProgramHost;
  readonly workspaceRoot: string;
  readonly runtime: Runtime;
  readonly grant: Grant;
  /** Further descriptors that the program keeps open: the lease of its own trial. */
  readonly inherit: readonly number[];
  readonly onProgress: (line: Readonly<Record<string, unknown>>) => void;
  /** Told as soon as the program runs, so that it can be stopped. */
  readonly onStart: (program: RunningProgram) => void;
}

/** Runs a job's program once, in a folder emptied of what earlier attempts left, and judges what came of it. */
export async function attempt(job: Job, context: AttemptContext): Promise<AttemptOutcome> {
  const { grant, runtime, workspaceRoot } = context;
  await emptyFolder(job.folder, new Set([FILES.log]));
  for (const folder of [job.folder, job.checkpoint]) mkdirSync(folder, { recursive: true });
  const config = join(job.folder, FILES.config);
  await writeAtomic(config, stringify(job.config));
  const paths = { config, output: job.folder, checkpoint: job.checkpoint };
  const program = context.host.start({
    argv: job.program.command,
    cwd: workspaceRoot,
    env: {
      ...programEnvironment(job.program, paths, job.config, grant.device.visible),
      ...deviceEnv(grant.device),
    },
    logFile: join(job.folder, FILES.log),
    fds: [...(grant.fd === undefined ? [] : [grant.fd]), ...context.inherit],
    grace: runtime.grace,
    ...(Number.isFinite(runtime.timeout) ? { timeout: runtime.timeout } : {}),
    ...(Number.isFinite(runtime.stall) ? { stall: runtime.stall } : {}),
    onProgress: context.onProgress,
  });
  context.onStart(program);
  return judge(job, await program.ended);
}
