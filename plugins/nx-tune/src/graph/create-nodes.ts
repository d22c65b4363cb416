import type { CreateNodes, CreateNodesResultArray } from '@nx/devkit';
import { loadSpec } from '../spec/index.js';
import type { Loaded, Spec } from '../spec/types.js';
import { brokenProjectOf } from './broken-project.js';
import { phaseProjectOf } from './phase-project.js';
import { pipelineProjectOf } from './pipeline-project.js';
import { trialProjectOf, type InferredProject } from './trial-project.js';

export const PIPELINE_GLOB = '**/pipeline.yaml';

export const createNodes: CreateNodes = [
  PIPELINE_GLOB,
  (files, _options, { workspaceRoot }): CreateNodesResultArray =>
    files.map((file) => [file, { projects: byRoot(projectsOf(loadSpec(workspaceRoot, file))) }]),
];

/** All Nx projects of one pipeline file. */
export const projectsOf = (loaded: Loaded): InferredProject[] =>
  loaded.ok ? tunedProjects(loaded.spec) : [brokenProjectOf(loaded.outline)];

function tunedProjects(spec: Spec): InferredProject[] {
  const trials = spec.phases.flatMap((phase) =>
    phase.tiers.flatMap((tier) =>
      Array.from({ length: tier.trials }, (_, index) => trialProjectOf({ spec, phase, tier, index })),
    ),
  );
  return [pipelineProjectOf(spec), ...spec.phases.map((phase) => phaseProjectOf(spec, phase)), ...trials];
}

const byRoot = (projects: readonly InferredProject[]) =>
  Object.fromEntries(projects.map((project) => [project.root, project]));
