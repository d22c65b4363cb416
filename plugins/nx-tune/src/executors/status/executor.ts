import type { ExecutorContext } from '@nx/devkit';
import { loadPipeline } from '../../launch/pipeline.js';
import { formatStatus } from '../../report/status.js';
import { layoutOf } from '../../results/layout.js';
import { reporting, say } from '../adapt.js';

export default function status(
  options: { pipeline: string },
  { root }: ExecutorContext,
): Promise<{ success: boolean }> {
  return reporting(async () => {
    const spec = loadPipeline(root, options.pipeline);
    say(await formatStatus({ workspaceRoot: root, resultsDir: layoutOf(spec.name).root, spec }));
    return true;
  });
}
