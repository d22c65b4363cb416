import type { ExecutorContext } from '@nx/devkit';
import { loadPipeline } from '../../launch/pipeline.js';
import { Results } from '../../results/read.js';
import { rankForStage } from '../../select/ranking.js';
import type { Tier } from '../../spec/types.js';
import { reporting, say } from '../adapt.js';

export interface RankOptions {
  readonly pipeline: string;
  readonly phase: string;
  readonly tier: Tier;
  /** The first that the ranking is for. */
  readonly stage: string;
}

export default function rank(options: RankOptions, { root }: ExecutorContext): Promise<{ success: boolean }> {
  return reporting(async () => {
    const spec = loadPipeline(root, options.pipeline);
    const { go_on: chosen } = await rankForStage(new Results(root, spec.name), spec, options);
    say(`${options.phase} ${options.tier}, ${options.stage}: ${chosen.length} go on (${chosen.join(', ')})`);
    return true;
  });
}
