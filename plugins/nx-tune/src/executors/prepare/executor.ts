import type { ExecutorContext } from '@nx/devkit';
import { loadPipeline } from '../../launch/pipeline.js';
import { runPrepare } from '../../launch/prepare.js';
import { reporting, say } from '../adapt.js';

export default function prepare(
  options: { pipeline: string },
  { root }: ExecutorContext,
): Promise<{ success: boolean }> {
  return reporting(async () => {
    const how = await runPrepare(root, loadPipeline(root, options.pipeline));
    if (how === 'reused') say('prepare: reused, nothing that it depends on has changed');
    return true;
  });
}
