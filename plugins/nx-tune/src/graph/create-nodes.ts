import type { CreateNodes, CreateNodesResultArray } from '@nx/devkit';
import { loadSpec, validateNames } from '../spec/index.js';
import type { Loaded, Outline, Problem, Spec } from '../spec/types.js';
import { brokenProjectOf } from './broken-project.js';
import { noteGrace } from './grace.js';
import { phaseProjectOf, trialsOf } from './phase-project.js';
import { pipelineProjectOf } from './pipeline-project.js';
import { trialProjectOf, type InferredProject } from './trial-project.js';

export const PIPELINE_GLOB = '**/pipeline.yaml';

export const createNodes: CreateNodes = [
  PIPELINE_GLOB,
  (files, _options, { workspaceRoot }) => {
    const loaded = [...files].sort().map((file) => loadSpec(workspaceRoot, file));
    for (const each of loaded) if (each.ok) noteGrace(each.spec);
    return nodesOf(loaded, validateNames(loaded));
  },
];

/** Projects per pipeline file. Never throws, since an error here would stop every nx command in the workspace. */
export function nodesOf(loaded: readonly Loaded[], nameProblems: readonly Problem[]): CreateNodesResultArray {
  const taken = new Set<string>();
  return loaded.map((each) => {
    const file = fileOf(each);
    const problems = nameProblems.filter((problem) => problem.file === file);
    const projects = problems.length > 0 ? [conflicting(each, problems, taken)] : projectsOf(each);
    for (const { name } of projects) taken.add(name);
    return [file, { projects: Object.fromEntries(projects.map((project) => [project.root, project])) }];
  });
}

/** All Nx projects of one pipeline file. */
export const projectsOf = (loaded: Loaded): InferredProject[] =>
  loaded.ok ? tunedProjects(loaded.spec) : [brokenProjectOf(loaded.outline)];

/** Nx takes a project name once; the next pipeline of that name goes by its folder, so that it can say why. */
function conflicting(
  loaded: Loaded,
  problems: readonly Problem[],
  taken: ReadonlySet<string>,
): InferredProject {
  const outline = loaded.ok ? outlineOf(loaded.spec) : loaded.outline;
  const name = taken.has(outline.name) ? outline.root.replaceAll('/', '-') : outline.name;
  return brokenProjectOf({ ...outline, name }, problems);
}

const outlineOf = ({ name, root, files, phases }: Spec): Outline => ({
  name,
  root,
  files,
  phases: phases.map((phase) => phase.name),
});

const fileOf = (loaded: Loaded): string => (loaded.ok ? loaded.spec : loaded.outline).files[0]!;

function tunedProjects(spec: Spec): InferredProject[] {
  const trials = spec.phases.flatMap((phase) => trialsOf(spec, phase, phase.tiers)).map(trialProjectOf);
  return [pipelineProjectOf(spec), ...spec.phases.map((phase) => phaseProjectOf(spec, phase)), ...trials];
}
