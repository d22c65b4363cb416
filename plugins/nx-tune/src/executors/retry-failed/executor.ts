import type { ExecutorContext } from '@nx/devkit';
import { loadPipeline } from '../../launch/pipeline.js';
import { Results } from '../../results/read.js';
import { retryFailed } from '../../results/retry.js';
import { reporting, say } from '../adapt.js';

export default function retry(
  options: { pipeline: string },
  { root }: ExecutorContext,
): Promise<{ success: boolean }> {
  return reporting(async () => {
    const spec = loadPipeline(root, options.pipeline);
    const failed = await retryFailed(new Results(root, spec.name), spec);
    say(failed.length === 0 ? 'No failed trials.' : `Run again next time: ${failed.join(', ')}`);
    return true;
  });
}
