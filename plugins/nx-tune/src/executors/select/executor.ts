import type { ExecutorContext } from '@nx/devkit';
import { loadPipeline } from '../../launch/pipeline.js';
import { Results } from '../../results/read.js';
import type { Tier } from '../../spec/types.js';
import { reporting, say } from '../adapt.js';
import { closePhase } from '../phase-end.js';
import { selectTier } from '../../select/phase.js';

export interface SelectOptions {
  readonly pipeline: string;
  readonly phase: string;
  readonly tier?: Tier;
}

export default function select(
  options: SelectOptions,
  { root }: ExecutorContext,
): Promise<{ success: boolean }> {
  return reporting(async () => {
    const spec = loadPipeline(root, options.pipeline);
    const results = new Results(root, spec.name);
    const phase = spec.phases.find(({ name }) => name === options.phase);
    if (!phase)
      throw new Error(`${options.pipeline} changed after this run began. Run the same command again.`);
    if (!options.tier) return closePhase(root, results, spec, phase);
    const winner = await selectTier(results, spec, phase, options.tier);
    const { metric } = phase.objective;
    if (!winner)
      say(`Tier ${options.tier} of phase ${phase.name} is not searched: the cycles have converged`);
    else
      say(
        `Best after tier ${options.tier} of phase ${phase.name}: ${winner.trial}, ${metric} ${winner.objective}`,
      );
    return true;
  });
}
