import { join } from 'node:path';
import { readJson } from '../results/json.js';
import { FILES } from '../results/layout.js';
import type { Observation } from '../results/types.js';
import { checkReceipt, type Receipt } from '../trial/receipt.js';

/** How a trial's folder differs from what its runner has written; undefined where it does not. */
export async function whatIsWrong(folder: string, trial: string): Promise<string | undefined> {
  const [receipt, observation] = await Promise.all([
    readJson<Partial<Receipt>>(join(folder, FILES.receipt)).catch(() => undefined),
    readJson<Partial<Observation>>(join(folder, FILES.observation)).catch(() => undefined),
  ]);
  // It ran no program, so nothing vouches for it; a receipt in its folder is of an earlier run.
  if (observation?.trial === trial && ['pruned', 'skipped'].includes(observation.status!)) return undefined;
  if (receipt?.inputs === undefined) return `${FILES.receipt} is missing or torn`;
  if (observation?.trial !== trial) return `${FILES.observation} is missing or torn`;
  const verdict = await checkReceipt(folder, receipt.inputs);
  return verdict.kind === 'valid' ? undefined : verdict.reason;
}
