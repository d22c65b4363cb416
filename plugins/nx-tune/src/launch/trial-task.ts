import { readMetrics } from '../results/metrics.js';
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { FILES } from '../results/layout.js';
import { TIERS } from '../spec/types.js';
import { checkReceipt, type Receipt } from '../trial/receipt.js';
import { InterruptedError, MissingUpstreamError } from './errors.js';
import type { RunFacts } from './facts.js';
import type { Job } from './job.js';
import type { PlannedTrial } from './planned-trial.js';
import { recordTrial, writeReused } from './record.js';
import { isIntact } from './take-over.js';
import type { JobRunner } from './runner.js';

export type TrialEnd = 'complete' | 'failed' | 'reused' | 'pruned' | 'skipped';

/**
 * Whether the trial is done already, with exactly these inputs and with its files intact. If so its observation is
 * brought up to what the pipeline file says now.
 */
export async function reuseTrial(planned: PlannedTrial): Promise<true | undefined> {
  const verdict = await checkReceipt(planned.folder, planned.inputs);
  if (verdict.kind !== 'valid') return undefined;
  const { same_as: same } = verdict.receipt;
  if (same && !(await isIntact(planned, same))) return undefined;
  await writeReused(planned, verdict.receipt, await vouchedMetrics(planned, verdict.receipt));
  return true;
}

/** The metrics of a trial whose receipt is valid; none of one that failed. */
export async function vouchedMetrics(
  { folder }: PlannedTrial,
  { status }: Receipt,
): Promise<Readonly<Record<string, number>>> {
  const read = status === 'complete' ? await readMetrics(join(folder, FILES.metrics)) : undefined;
  return read?.kind === 'metrics' ? read.metrics : {};
}

/** Runs a trial that is not done yet. @throws InterruptedError; whatever JobRunner.run throws */
export async function runTrial(runner: JobRunner, facts: RunFacts, planned: PlannedTrial): Promise<TrialEnd> {
  const result = await runner.run({
    job: jobOf(planned),
    priority: priorityOf(planned),
    runtime: planned.ref.spec.runtime,
    reuse: () => reuseTrial(planned),
    check: () => expectInputs(facts, planned),
    record: (ending, attempts) => recordTrial(planned, ending, attempts),
  });
  switch (result.kind) {
    case 'reused':
      return 'reused';
    case 'ended':
      return result.ending.status;
    case 'interrupted':
      throw new InterruptedError(planned.id, result.started);
    default:
      return result satisfies never;
  }
}

/** What a trial is given may have been edited or deleted while the run goes on. */
async function expectInputs(facts: RunFacts, planned: PlannedTrial): Promise<void> {
  const { id, ref, results, config, startsFrom } = planned;
  await facts.expectSourcesUnchanged(ref);
  const artifacts = Object.values(config.upstream).map(({ artifact }) => artifact);
  for (const artifact of [...artifacts, startsFrom]) {
    if (artifact === undefined) continue;
    await access(results.path(artifact)).catch(() => {
      throw new MissingUpstreamError(id, artifact);
    });
  }
}

/** Earlier phases first, then higher tiers, then lower indices. */
const priorityOf = ({ ref: { spec, phase, tier, index } }: PlannedTrial): number[] => [
  spec.phases.indexOf(phase),
  TIERS.indexOf(tier.tier),
  index,
];

function jobOf({ id, ref, results, folder, inputs, config, startsFrom }: PlannedTrial): Job {
  const { artifact } = ref.phase;
  return {
    id,
    pipeline: ref.spec.files[0]!,
    program: ref.spec.program,
    folder,
    shownFolder: results.layout.trial(id),
    checkpoint: results.path(results.layout.checkpoint(id)),
    ...(startsFrom === undefined ? {} : { startsFrom: results.path(startsFrom) }),
    inputs,
    config,
    ...(artifact === undefined ? {} : { artifact }),
    needsMetrics: true,
  };
}
