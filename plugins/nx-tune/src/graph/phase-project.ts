import type { TargetConfiguration } from '@nx/devkit';
import { layoutOf } from '../results/layout.js';
import { endBefore, rankingsOf, stageName, stagesOf } from '../spec/index.js';
import { refBefore, type TrialRef } from '../trial/definition.js';
import type { Phase, PhaseTier, Spec, Tier } from '../spec/types.js';
import * as inputs from './inputs.js';
import { EXECUTORS, phaseProject, rankTarget, refsOf, selectTarget, trialProject } from './names.js';
import type { InferredProject } from './trial-project.js';

/** A phase: `select-<tier>` for each tier, `select` with the gate, and a ranking for each stage of a tier. */
export function phaseProjectOf(spec: Spec, phase: Phase): InferredProject {
  const tierTargets = phase.tiers.map((tier, at) => [
    selectTarget(tier.tier),
    selectTargetOf(spec, phase, phase.tiers.slice(0, at + 1), tier.tier),
  ]);
  const ranks = phase.tiers.flatMap((tier) =>
    rankingsOf(phase).map((each) => [rankTarget(tier.tier, each[0]), rankTargetOf(spec, phase, tier, each)]),
  );
  return {
    name: phaseProject(spec.name, phase.name),
    root: layoutOf(spec.name).phase(phase.name),
    projectType: 'library',
    tags: ['tune:phase', `tune:pipeline:${spec.name}`],
    implicitDependencies: trialsOf(spec, phase, phase.tiers).map(trialProject),
    targets: {
      ...Object.fromEntries(ranks),
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
    options: selectOptionsOf(spec, phase, tier),
    dependsOn: [
      ...trialsOf(spec, phase, tiers).map((ref) => ({ projects: [trialProject(ref)], target: 'trial' })),
      ...[...new Set(startsOf(spec, phase, tier))].map((each) => ({
        projects: [phaseProject(spec.name, each.name)],
        target: selectTarget(),
      })),
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

/** What selection itself depends on, besides the observations. */
const selectOptionsOf = (spec: Spec, phase: Phase, tier: Tier | undefined): object => ({
  pipeline: spec.files[0],
  phase: phase.name,
  ...(tier === undefined ? {} : { tier }),
  objective: `${phase.objective.direction} ${phase.objective.metric}`,
  gate: phase.gate,
  // Which of them a tier's incumbent keeps, and whether a closed gate fails.
  onClosedGate: spec.runtime.gate,
  maxFailed: spec.runtime.maxFailed,
  // Whether they have stages, and so which trials the best is among.
  ...(phase.halving && { halving: phase.halving }),
  ...(phase.replicates && { replicates: phase.replicates }),
});

/** The phases whose incumbents a selection looks at: what it starts from, and at a cycle's end what that began with. */
function startsOf(spec: Spec, phase: Phase, tier: Tier | undefined): Phase[] {
  const before = spec.phases[spec.phases.indexOf(phase) - 1];
  const begun = tier === undefined ? endBefore(spec, phase) : undefined;
  return [before, begun].filter((each) => each !== undefined);
}

/** All trials of these tiers, with all their stages. */
export const trialsOf = (spec: Spec, phase: Phase, tiers: readonly PhaseTier[]): TrialRef[] =>
  tiers.flatMap((tier) => [
    ...refsOf({ spec, phase, tier }),
    ...stagesOf(phase).flatMap((stage) => refsOf({ spec, phase, tier, stage })),
  ]);

/** Says which trials of a tier a stage has: one edge to each of the stage before, so that the stage's trials need but two. */
function rankTargetOf(
  spec: Spec,
  phase: Phase,
  tier: PhaseTier,
  [ranking, stage]: Ranked,
): TargetConfiguration {
  const { layout, halving, objective, gate, replicates } = { layout: layoutOf(spec.name), ...phase };
  const before = refsOf({ spec, phase, tier }).map((ref) => trialProject(refBefore({ ...ref, stage })));
  return {
    executor: EXECUTORS.rank,
    cache: true,
    options: {
      pipeline: spec.files[0],
      phase: phase.name,
      tier: tier.tier,
      stage: stageName(stage),
      by:
        stage.kind === 'rung'
          ? { eta: halving!.eta, ...halving!.metric }
          : { top: replicates!.top, ...objective, gate },
    },
    dependsOn: [{ projects: before, target: 'trial' }],
    inputs: [...inputs.observationInput, ...inputs.NO_EXTERNAL_DEPENDENCIES],
    outputs: [`{workspaceRoot}/${layout.ranking(phase.name, tier.tier, ranking)}`],
    metadata: { description: `Which trials of tier ${tier.tier} go on to ${stageName(stage)}` },
  };
}

type Ranked = ReturnType<typeof rankingsOf>[number];
