import type { TargetConfiguration } from '@nx/devkit';
import type { Program, Spec } from '../spec/types.js';
import { FILES } from '../results/layout.js';

export type Inputs = NonNullable<TargetConfiguration['inputs']>;
export type DependsOn = NonNullable<TargetConfiguration['dependsOn']>;

/** Without it Nx hashes every npm dependency of the workspace, and an unrelated upgrade re-runs weeks of trials. */
export const NO_EXTERNAL_DEPENDENCIES: Inputs = [{ externalDependencies: [] }];

export const sourceInputs = (globs: readonly string[]): Inputs =>
  globs.map((glob) =>
    glob.startsWith('!') ? `!{workspaceRoot}/${glob.slice(1)}` : `{workspaceRoot}/${glob}`,
  );

/** An incumbent holds just what later trials use, so an equal one cuts the re-run off there. */
export const incumbentInput: Inputs = [{ dependentTasksOutputFiles: `**/${FILES.incumbent}` }];
export const observationInput: Inputs = [{ dependentTasksOutputFiles: `**/${FILES.observation}` }];

/** What trials of its own tier came to, of direct dependencies; those of earlier tiers come through the incumbent. */
export const historyInput: Inputs = [
  ...observationInput,
  { dependentTasksOutputFiles: `**/${FILES.history}` },
];

/** Which trials go on, and what the trial that a stage is of came to. */
export const stageInput: Inputs = [...observationInput, { dependentTasksOutputFiles: '**/rankings/*.json' }];

export const preparedDataInput = (spec: Spec): Inputs =>
  spec.prepare ? [{ dependentTasksOutputFiles: `**/${FILES.manifest}` }] : [];

/** Files of the pipeline and of every program in it: what `nx affected` goes by. */
export function affectedInputs(spec: Spec): Inputs {
  const programs = [spec.program, spec.prepare, spec.finish].filter(
    (each): each is Program => each !== undefined,
  );
  const globs = [
    ...programs.flatMap(({ sources }) => sources),
    ...spec.phases.flatMap(({ sources }) => sources),
  ];
  // Exclusions of one program must not hide another's files: here too much is better than too little.
  return [...spec.files, ...new Set(globs.filter((glob) => !glob.startsWith('!')))].map(
    (glob) => `{workspaceRoot}/${glob}`,
  );
}

/** `project:target` as Nx wants it in `dependsOn`. */
export function targetOf(reference: string): DependsOn[number] {
  const [project = '', target = ''] = reference.split(/:(.*)/s);
  return { projects: [project], target };
}

/** The Nx targets that come before any program: the pipeline's own, and its prepared data. */
export function programDependencies(spec: Spec): DependsOn {
  return [
    ...spec.dependsOn.map(targetOf),
    ...(spec.prepare ? [{ projects: [spec.name], target: 'prepare' }] : []),
  ];
}
