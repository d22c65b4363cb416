import type { ExecutorContext } from '@nx/devkit';
import { loadPipeline } from '../../launch/pipeline.js';
import { planPipeline } from '../../launch/plan.js';
import { reporting, say } from '../adapt.js';
import { describePlan } from './describe.js';

export default function plan(
  options: { pipeline: string },
  { root, projectsConfigurations: { projects } }: ExecutorContext,
): Promise<{ success: boolean }> {
  return reporting(async () => {
    const spec = loadPipeline(root, options.pipeline, projects);
    say(describePlan(spec.name, await planPipeline(root, spec, projects)));
    return true;
  });
}
