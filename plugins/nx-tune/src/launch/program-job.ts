import { join } from 'node:path';
import { InterruptedError } from './errors.js';
import type { Job } from './job.js';
import { writeJson } from '../results/json.js';
import { FILES } from '../results/layout.js';
import type { Attempt } from '../results/types.js';
import type { Spec } from '../spec/types.js';
import { CONTRACT_VERSION } from '../trial/definition.js';
import { checkReceipt, digestOutputs, writeReceipt } from '../trial/receipt.js';
import { endLeftovers } from './remains.js';
import { openSession } from './session.js';
import type { Ending } from './ending.js';

/** The prepare or finish program failed, after all its attempts. */
export class ProgramFailedError extends Error {
  override readonly name = 'ProgramFailedError';

  constructor(job: Job, reason: string) {
    super(`The ${job.id} program failed: ${reason}. Log: ${job.shownFolder}/${FILES.log}`);
  }
}

export interface ProgramJob {
  readonly job: Job;
  readonly spec: Spec;
  readonly workspaceRoot: string;
  /** Completes the folder after the program has ended well; gives the names of the files that count as its result. */
  readonly seal: (ending: Extract<Ending, { status: 'complete' }>) => Promise<readonly string[]>;
}

/**
 * Runs the prepare or finish program, unless its folder already holds what these inputs made.
 *
 * @throws ProgramFailedError, InterruptedError; whatever JobRunner.run throws
 */
export async function runProgramJob({
  job,
  spec,
  workspaceRoot,
  seal,
}: ProgramJob): Promise<'ran' | 'reused'> {
  const reuse = async (): Promise<true | undefined> =>
    (await checkReceipt(job.folder, job.inputs)).kind === 'valid' ? true : undefined;
  if (await reuse()) return 'reused';
  await endLeftovers(workspaceRoot, [spec]);
  const session = await openSession(workspaceRoot, [{ spec, trials: 1, later: 0 }], 1);
  try {
    const result = await session.runner.run({
      job,
      priority: [-1],
      runtime: spec.runtime,
      reuse,
      check: () => Promise.resolve(),
      record: async (ending, attempts) => {
        if (ending.status === 'complete') await vouch(job, await seal(ending), attempts);
      },
    });
    if (result.kind === 'interrupted') throw new InterruptedError(job.id, result.started);
    if (result.kind === 'ended' && result.ending.status === 'failed') {
      throw new ProgramFailedError(job, result.ending.reason);
    }
    return result.kind === 'reused' ? 'reused' : 'ran';
  } finally {
    await session.close();
  }
}

async function vouch(job: Job, names: readonly string[], attempts: readonly Attempt[]): Promise<void> {
  const outputs = await digestOutputs(job.folder, names);
  const record = {
    trial: job.id,
    status: 'complete' as const,
    attempts,
    started: attempts[0]?.started ?? '',
    finished: new Date().toISOString(),
    gate: [],
    origin: job.id,
    metrics: {},
  };
  await writeJson(join(job.folder, FILES.record), record);
  await writeReceipt(job.folder, {
    contract: CONTRACT_VERSION,
    inputs: job.inputs,
    status: 'complete',
    outputs,
    record,
  });
}
