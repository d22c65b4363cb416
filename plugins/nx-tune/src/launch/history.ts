import { join } from 'node:path';
import { writeJson } from '../results/json.js';
import { FILES } from '../results/layout.js';
import { digestHistory, trialsSeen } from '../trial/history.js';
import { nameOf, type TrialRef } from '../trial/definition.js';
import type { RunFacts } from './facts.js';

/** Leaves beside a trial's result the digest of what it depended on; for a trial that depends on none, nothing. */
export async function writeHistory(facts: RunFacts, ref: TrialRef): Promise<void> {
  if (trialsSeen(ref) === 0) return;
  const results = facts.results(ref.spec);
  const file = join(results.path(results.layout.trial(nameOf(ref))), FILES.history);
  await writeJson(file, digestHistory(await facts.observed(ref)));
}
