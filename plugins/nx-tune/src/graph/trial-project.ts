import type { ProjectConfiguration } from '@nx/devkit';
import { layoutOf } from '../results/layout.js';
import { rankingOf, stageName } from '../spec/index.js';
import { definitionDigest, nameOf, refBefore, type TrialRef } from '../trial/definition.js';
import { trialsLinked, trialsSeen } from '../trial/history.js';
import * as inputs from './inputs.js';
import { EXECUTORS, phaseProject, rankTarget, selectTarget, trialProject } from './names.js';

export type InferredProject = ProjectConfiguration & { name: string; targets: object };

/** Nx applies every `!` of a target to all its filesets; only a named input, asked of a project, stands for itself. */
const PHASE_SOURCES = 'phaseSources';

/** A project of its own for each trial: in a shared one, a change to any trial's target would re-run them all. */
export function trialProjectOf(ref: TrialRef): InferredProject {
  const { spec, phase, tier, index, stage } = ref;
  const seen = projectsSeen(ref);
  const name = trialProject(ref);
  return {
    name,
    root: layoutOf(spec.name).trial(nameOf(ref)),
    projectType: 'library',
    tags: ['tune:trial', `tune:pipeline:${spec.name}`, `tune:phase:${phase.name}`],
    implicitDependencies: shownDependencies(ref, seen),
    ...(phase.sources.length > 0
      ? { namedInputs: { [PHASE_SOURCES]: inputs.sourceInputs(phase.sources) } }
      : {}),
    targets: {
      trial: {
        executor: EXECUTORS.trial,
        cache: true,
        options: {
          pipeline: spec.files[0],
          phase: phase.name,
          tier: tier.tier,
          index,
          ...(stage && { stage: stageName(stage) }),
          definition: definitionDigest(ref),
        },
        dependsOn: dependenciesOf(ref, seen),
        inputs: inputsOf(ref, name),
        outputs: ['{projectRoot}'],
        metadata: {
          description: `${stage ? `${stageName(stage)} of trial` : 'Trial'} ${index} of tier ${tier.tier} in phase ${phase.name}`,
        },
      },
    },
  };
}

/** Trials whose observations decide what this one tries, and behind which are all others that do. */
const projectsSeen = (ref: TrialRef): string[] =>
  ref.stage
    ? [trialProject(refBefore(ref))]
    : trialsLinked(ref).map((index) => trialProject({ ...ref, index }));

function dependenciesOf(ref: TrialRef, seen: readonly string[]): inputs.DependsOn {
  const before = selectBefore(ref);
  return [
    ...(before ? [{ projects: [before.project], target: before.target }] : []),
    ...(seen.length > 0 ? [{ projects: [...seen], target: 'trial' }] : []),
    ...rankBefore(ref),
    ...inputs.programDependencies(ref.spec),
  ];
}

/** The ranking that says whether a stage has this trial. */
function rankBefore({ spec, phase, tier, stage }: TrialRef): inputs.DependsOn {
  if (!stage) return [];
  const target = rankTarget(tier.tier, rankingOf(stage));
  return [{ projects: [phaseProject(spec.name, phase.name)], target }];
}

/**
 * What `nx graph` shows. The phase before, for every tier: a trial's own phase, which depends on its trials, would make
 * a cycle. And of the trials that it looks at the last, since they are a chain and all of them hide it.
 */
function shownDependencies({ spec, phase }: TrialRef, seen: readonly string[]): string[] {
  const before = spec.phases[spec.phases.indexOf(phase) - 1];
  return [...(before ? [phaseProject(spec.name, before.name)] : []), ...seen.slice(-1)];
}

function inputsOf(ref: TrialRef, project: string): inputs.Inputs {
  const { spec, phase } = ref;
  return [
    ...inputs.sourceInputs(spec.program.sources),
    ...(phase.sources.length > 0 ? [{ input: PHASE_SOURCES, projects: [project] }] : []),
    ...(selectBefore(ref) ? inputs.incumbentInput : []),
    ...(trialsSeen(ref) > 0 ? inputs.historyInput : []),
    ...(ref.stage ? inputs.stageInput : []),
    ...inputs.preparedDataInput(spec),
    {
      fileset: `{workspaceRoot}/${layoutOf(spec.name).retry(nameOf(ref))}`,
      includeIgnored: true,
    },
    ...inputs.NO_EXTERNAL_DEPENDENCIES,
  ];
}

/** The selection whose incumbent a trial starts from: of the tier before, or of the phase before. */
function selectBefore({ spec, phase, tier }: TrialRef): { project: string; target: string } | undefined {
  const tierBefore = phase.tiers[phase.tiers.indexOf(tier) - 1];
  if (tierBefore)
    return { project: phaseProject(spec.name, phase.name), target: selectTarget(tierBefore.tier) };
  const phaseBefore = spec.phases[spec.phases.indexOf(phase) - 1];
  return phaseBefore && { project: phaseProject(spec.name, phaseBefore.name), target: selectTarget() };
}
