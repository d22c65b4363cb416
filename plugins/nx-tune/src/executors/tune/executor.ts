import type { ExecutorContext } from '@nx/devkit';
import { loadPipeline, pipelineError } from '../../launch/pipeline.js';
import type { Problem } from '../../spec/types.js';
import { Results } from '../../results/read.js';
import { refreshCoordinator, type FinishedPhase } from '../../select/coordinator.js';
import { reporting, say } from '../adapt.js';
import { rebuildReport } from '../report/rebuild.js';

export interface TuneOptions {
  readonly pipeline: string;
  /** The last phase to tune; absent for all. */
  readonly phase?: string;
  /** Mistakes that were found beside other pipelines, when the projects were inferred. */
  readonly problems?: readonly Problem[];
}

/** Runs after all that it stands for is done: brings state files and report up to what is on disk. */
export default function tune(
  options: TuneOptions,
  { root, projectsConfigurations }: ExecutorContext,
): Promise<{ success: boolean }> {
  return reporting(async () => {
    if (options.problems) throw pipelineError(root, options.problems);
    const spec = loadPipeline(root, options.pipeline, projectsConfigurations.projects);
    const finished = await refreshCoordinator(new Results(root, spec.name), spec);
    for (const phase of finished) say(describe(phase));
    await rebuildReport(root, spec);
    return true;
  });
}

function describe({ phase, result: { best, objective, status, passing } }: FinishedPhase): string {
  const verdict =
    status === 'complete' ? `gate passed by ${passing}` : 'gate closed, went on with the best there is';
  return `${phase}: ${best?.trial ?? 'no trial'}, ${objective.metric} ${best?.objective ?? 'unknown'}; ${verdict}`;
}
