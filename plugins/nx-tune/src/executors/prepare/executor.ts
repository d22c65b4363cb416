import type { ExecutorContext } from '@nx/devkit';
import { loadPipeline } from '../../launch/pipeline.js';
import { runPrepare } from '../../launch/prepare.js';
import { reporting, say } from '../adapt.js';

export default function prepare(
  options: { pipeline: string },
  context: ExecutorContext,
): Promise<{ success: boolean }> {
  const { root, projectsConfigurations } = context;
  return reporting(async () => {
    const how = await runPrepare(root, loadPipeline(root, options.pipeline, projectsConfigurations.projects));
    if (how === 'reused') say('prepare: reused, nothing that it depends on has changed');
    return true;
  });
}
