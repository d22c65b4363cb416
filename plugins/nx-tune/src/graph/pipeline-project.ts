import type { TargetConfiguration } from '@nx/devkit';
import { digestOf } from '../results/digest.js';
import { layoutOf } from '../results/layout.js';
import type { Phase, Program, Spec } from '../spec/types.js';
import * as inputs from './inputs.js';
import { EXECUTORS, phaseProject, selectTarget, tuneTarget } from './names.js';
import type { InferredProject } from './trial-project.js';

export function pipelineProjectOf(spec: Spec): InferredProject {
  const last = spec.phases.at(-1)!;
  const throughPhase = spec.phases.map((phase) => [tuneTarget(phase.name), tuneTargetOf(spec, phase)]);
  return {
    name: spec.name,
    root: spec.root,
    projectType: 'application',
    tags: ['tune:pipeline'],
    implicitDependencies: [phaseProject(spec.name, last.name)],
    targets: {
      ...(spec.prepare ? { prepare: prepareTarget(spec, spec.prepare) } : {}),
      ...Object.fromEntries(throughPhase),
      [tuneTarget()]: tuneTargetOf(spec),
      ...(spec.finish ? { finish: finishTarget(spec, spec.finish) } : {}),
      ...commandTargets(spec.files[0]!),
    },
  };
}

function prepareTarget(spec: Spec, program: Program): TargetConfiguration {
  const { command, env } = program;
  return {
    executor: EXECUTORS.prepare,
    cache: true,
    options: { pipeline: spec.files[0], definition: digestOf({ command, env, seed: spec.seed }) },
    dependsOn: spec.dependsOn.map(inputs.targetOf),
    inputs: [...inputs.sourceInputs(program.sources), ...inputs.NO_EXTERNAL_DEPENDENCIES],
    outputs: [`{workspaceRoot}/${layoutOf(spec.name).data}`],
    metadata: { description: 'Run the prepare program, once before any trial' },
  };
}

function finishTarget(spec: Spec, program: Program): TargetConfiguration {
  const { command, env } = program;
  const defaults = spec.parameters.map(({ name, default: initial }) => [name, initial]);
  const definition = digestOf({ command, env, seed: spec.seed, fixed: spec.fixed, defaults });
  const last = spec.phases.at(-1)!;
  return {
    executor: EXECUTORS.finish,
    cache: true,
    options: { pipeline: spec.files[0], definition },
    dependsOn: [
      { projects: [phaseProject(spec.name, last.name)], target: selectTarget() },
      ...inputs.programDependencies(spec),
    ],
    inputs: [
      ...inputs.sourceInputs(program.sources),
      ...inputs.incumbentInput,
      ...inputs.preparedDataInput(spec),
      ...inputs.NO_EXTERNAL_DEPENDENCIES,
    ],
    outputs: [`{workspaceRoot}/${layoutOf(spec.name).finish}`],
    metadata: { description: 'Run the finish program on the last incumbent' },
  };
}

/** Not cached: it brings the report and the state files up to what is on disk, whichever run put it there. */
function tuneTargetOf(spec: Spec, phase?: Phase): TargetConfiguration {
  const last = phase ?? spec.phases.at(-1)!;
  const select = { projects: [phaseProject(spec.name, last.name)], target: selectTarget() };
  return {
    executor: EXECUTORS.tune,
    cache: false,
    options: { pipeline: spec.files[0], ...(phase ? { phase: phase.name } : {}) },
    dependsOn: [select, ...(spec.finish && !phase ? [{ projects: [spec.name], target: 'finish' }] : [])],
    inputs: [...inputs.affectedInputs(spec), ...inputs.NO_EXTERNAL_DEPENDENCIES],
    metadata: {
      description: phase ? `Tune everything up to and including phase ${phase.name}` : 'Tune all phases',
    },
  };
}

/** Targets that only look at a run, or prepare the next one. */
export function commandTargets(pipeline: string): Record<string, TargetConfiguration> {
  const command = (executor: string, description: string): TargetConfiguration => ({
    executor,
    cache: false,
    options: { pipeline },
    inputs: [],
    metadata: { description },
  });
  return {
    report: command(EXECUTORS.report, 'Rebuild the report from what is on disk'),
    status: command(EXECUTORS.status, 'Print where the run stands'),
    plan: command(EXECUTORS.plan, 'Say what tuning would run and why, and run nothing'),
    sql: command(EXECUTORS.sql, 'Query the results'),
    'retry-failed': command(EXECUTORS.retryFailed, 'Make failed trials run again next time'),
  };
}
