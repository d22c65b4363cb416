import type { ExecutorContext } from '@nx/devkit';
import { loadPipeline } from '../../launch/pipeline.js';
import { runFinish } from '../../launch/finish.js';
import { reporting, say } from '../adapt.js';

export default function finish(
  options: { pipeline: string },
  { root }: ExecutorContext,
): Promise<{ success: boolean }> {
  return reporting(async () => {
    const how = await runFinish(root, loadPipeline(root, options.pipeline));
    if (how === 'reused') say('finish: reused, nothing that it depends on has changed');
    return true;
  });
}
