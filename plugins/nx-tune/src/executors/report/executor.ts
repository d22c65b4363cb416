import type { ExecutorContext } from '@nx/devkit';
import { loadPipeline } from '../../launch/pipeline.js';
import { reporting } from '../adapt.js';
import { rebuildReport } from './rebuild.js';

export default function report(
  options: { pipeline: string },
  { root }: ExecutorContext,
): Promise<{ success: boolean }> {
  return reporting(async () => {
    await rebuildReport(root, loadPipeline(root, options.pipeline));
    return true;
  });
}
