import { join } from 'node:path';
import { stringify } from 'yaml';
import { digestFile } from '../results/digest.js';
import { readJson, writeAtomic } from '../results/json.js';
import { FILES } from '../results/layout.js';
import { readMetrics } from '../results/metrics.js';
import { emptyFolder } from '../results/sweep.js';
import { checkReceipt, sameParts, type Receipt, type SameAs } from '../trial/receipt.js';
import type { RunFacts } from './facts.js';
import type { PlannedTrial } from './planned-trial.js';
import { recordTakenOver } from './record.js';

/** A finished trial whose program was given the same. */
export interface Twin extends SameAs {
  readonly metrics: Readonly<Record<string, number>>;
  readonly receipt: Receipt;
}

/**
 * The trial that the incumbent's values are of, where this one would only repeat it: the first of a tier in a later
 * cycle, which tries the incumbent itself. Undefined where it is no such trial or its inputs or files are others.
 */
export async function twinOf(facts: RunFacts, planned: PlannedTrial): Promise<Twin | undefined> {
  const { ref, results } = planned;
  if (ref.phase.cycle === 1 || ref.index > 0 || ref.stage) return undefined;
  const found = (await facts.incumbent(ref)).upstream[ref.phase.of];
  if (found === undefined) return undefined;
  const folder = results.path(results.layout.trial(found.trial));
  const receipt = await readJson<Receipt>(join(folder, FILES.receipt)).catch(() => undefined);
  if (receipt?.status !== 'complete' || !sameParts(receipt.parts, planned.parts)) return undefined;
  if ((await checkReceipt(folder, receipt.inputs)).kind !== 'valid') return undefined;
  const read = await readMetrics(join(folder, FILES.metrics));
  return read.kind === 'metrics' ? { ...found, metrics: read.metrics, receipt } : undefined;
}

/** Records the twin's result as the trial's own. Its artifact stays where it is, so that an equal winner is the same file. */
export async function takeOver(facts: RunFacts, planned: PlannedTrial): Promise<boolean> {
  const twin = await twinOf(facts, planned);
  if (twin === undefined) return false;
  await emptyFolder(planned.folder);
  await writeAtomic(join(planned.folder, FILES.config), stringify(planned.config));
  await recordTakenOver(planned, twin);
  return true;
}

/** Whether the file that a taken over result refers to is still what it was. */
export async function isIntact({ results }: PlannedTrial, { artifact }: SameAs): Promise<boolean> {
  if (artifact === undefined) return true;
  const digest = await digestFile(results.path(artifact.path)).catch(() => undefined);
  return digest === artifact.sha256;
}
