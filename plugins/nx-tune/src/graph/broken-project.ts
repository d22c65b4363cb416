import type { Outline, Problem } from '../spec/types.js';
import { commandTargets } from './pipeline-project.js';
import { EXECUTORS, tuneTarget } from './names.js';
import type { InferredProject } from './trial-project.js';

/**
 * The project of a pipeline file with mistakes: its targets exist, and say what is wrong. An error thrown while
 * projects are inferred would stop every nx command in the workspace instead.
 *
 * @param problems those that the file alone does not show: names that another pipeline has too
 */
export function brokenProjectOf(outline: Outline, problems?: readonly Problem[]): InferredProject {
  const pipeline = outline.files[0]!;
  const tune = (phase?: string) => [
    tuneTarget(phase),
    {
      executor: EXECUTORS.tune,
      cache: false,
      options: { pipeline, ...(phase ? { phase } : {}), ...(problems ? { problems } : {}) },
      inputs: [],
    },
  ];
  return {
    name: outline.name,
    root: outline.root,
    projectType: 'application',
    tags: ['tune:pipeline', 'tune:broken'],
    metadata: { description: 'Its pipeline.yaml has mistakes; run any of its targets to see them' },
    targets: {
      ...Object.fromEntries([tune(), ...outline.phases.map((phase) => tune(phase))]),
      ...commandTargets(pipeline),
    },
  };
}
