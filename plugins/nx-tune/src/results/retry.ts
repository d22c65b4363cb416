import { mkdir } from 'node:fs/promises';
import { readText, writeAtomic } from './json.js';
import type { Observation } from './types.js';
import { FILES, trialIds } from './layout.js';
import type { Results } from './read.js';
import { stagesOf } from '../spec/index.js';
import type { Spec } from '../spec/types.js';

/**
 * Makes the failed trials run again, and no others: raises the count in the file that is an input of each.
 *
 * @returns the trials, in the order of the pipeline
 */
export async function retryFailed(results: Results, spec: Spec): Promise<string[]> {
  const ids = spec.phases.flatMap((phase) =>
    phase.tiers.flatMap((tier) =>
      [undefined, ...stagesOf(phase)].flatMap((stage) => trialIds(phase, tier, stage)),
    ),
  );
  const failed: string[] = [];
  for (const id of ids) {
    const observation = await results.read<Observation>(`${results.layout.trial(id)}/${FILES.observation}`);
    if (observation?.status !== 'failed') continue;
    const file = results.path(results.layout.retry(id));
    await mkdir(results.path(`${results.layout.root}/retry`), { recursive: true });
    await writeAtomic(file, `${Number((await readText(file)) ?? 0) + 1}\n`);
    failed.push(id);
  }
  return failed;
}
