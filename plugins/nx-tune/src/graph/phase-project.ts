import type { TargetConfiguration } from '@nx/devkit';
import { layoutOf } from '../results/layout.js';
import type { Phase, PhaseTier, Spec, Tier } from '../spec/types.js';
import * as inputs from './inputs.js';
import { EXECUTORS, phaseProject, selectTarget, trialProject } from './names.js';
import type { InferredProject } from './trial-project.js';

/** A phase: `select-<tier>` for each tier but for nothing else, and `select` with the gate. */
export function phaseProjectOf(spec: Spec, phase: Phase): InferredProject {
  const tierTargets = phase.tiers.map((tier, at) => [
    selectTarget(tier.tier),
    selectTargetOf(spec, phase, phase.tiers.slice(0, at + 1), tier.tier),
  ]);
  return {
    name: phaseProject(spec.name, phase.name),
    root: layoutOf(spec.name).phase(phase.name),
    projectType: 'library',
    tags: ['tune:phase', `tune:pipeline:${spec.name}`],
    implicitDependencies: trialsOf(spec, phase, phase.tiers),
    targets: {
      ...Object.fromEntries(tierTargets),
      [selectTarget()]: selectTargetOf(spec, phase, phase.tiers),
    },
  };
}

function selectTargetOf(
  spec: Spec,
  phase: Phase,
  tiers: readonly PhaseTier[],
  tier?: Tier,
): TargetConfiguration {
  const before = spec.phases[spec.phases.indexOf(phase) - 1];
  const layout = layoutOf(spec.name);
  return {
    executor: EXECUTORS.select,
    cache: true,
    options: {
      pipeline: spec.files[0],
      phase: phase.name,
      ...(tier === undefined ? {} : { tier }),
      objective: `${phase.objective.direction} ${phase.objective.metric}`,
      gate: phase.gate,
      // Which of them a tier's incumbent keeps, and whether a closed gate fails: what selection itself depends on.
      onClosedGate: spec.runtime.gate,
      maxFailed: spec.runtime.maxFailed,
    },
    dependsOn: [
      ...trialsOf(spec, phase, tiers).map((project) => ({ projects: [project], target: 'trial' })),
      ...(before ? [{ projects: [phaseProject(spec.name, before.name)], target: selectTarget() }] : []),
    ],
    inputs: [
      ...inputs.observationInput,
      ...(before ? inputs.incumbentInput : []),
      ...inputs.NO_EXTERNAL_DEPENDENCIES,
    ],
    outputs:
      tier === undefined
        ? [`{projectRoot}/incumbent.json`, `{workspaceRoot}/${layout.phaseSummary(phase.name)}`]
        : [`{workspaceRoot}/${layout.phase(phase.name, tier)}`],
    metadata: {
      description: tier ? `Best of tier ${tier} and those before` : 'Best of the phase, and its gate',
    },
  };
}

const trialsOf = (spec: Spec, phase: Phase, tiers: readonly PhaseTier[]): string[] =>
  tiers.flatMap(({ tier, trials }) =>
    Array.from({ length: trials }, (_, index) => trialProject(spec.name, phase.name, tier, index)),
  );
