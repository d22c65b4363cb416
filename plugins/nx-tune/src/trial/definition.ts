import { budgetAt, stageBefore, stageName, stagesOf, type Stage } from '../spec/index.js';
import { digestOf } from '../results/digest.js';
import { trialId } from '../results/layout.js';
import { trialsSeen } from './history.js';
import { trialsThatDecide } from './patience.js';
import type { Parameter, Phase, PhaseTier, Spec, Values } from '../spec/types.js';

/** Raised when what a trial is given, or what its files mean, changes: every trial then runs again. */
export const CONTRACT_VERSION = 1;

export interface TrialRef {
  readonly spec: Spec;
  readonly phase: Phase;
  readonly tier: PhaseTier;
  readonly index: number;
  /** Absent for the trial itself. */
  readonly stage?: Stage;
}

/** `vae_CRITICAL_003`, or that of one of its stages. */
export const nameOf = ({ phase, tier, index, stage }: TrialRef): string =>
  trialId(phase.name, tier.tier, index, stage);

/** The trial, or the stage of it, whose result a stage starts from. @throws Error for a trial, which has none */
export function refBefore(ref: TrialRef): TrialRef {
  const { stage, ...trial } = ref;
  if (stage === undefined) throw new Error(`${nameOf(ref)} starts from no trial.`);
  const before = stageBefore(ref.phase, stage);
  return before ? { ...trial, stage: before } : trial;
}

/** Where a trial is in its phase. */
export interface TrialPlace {
  readonly phase: string;
  readonly tier: string;
  readonly index: number;
  /** Name of a stage; absent for the trial itself. */
  readonly stage?: string;
}

/** @throws UnknownTrialError where the pipeline has no such phase, tier, index or stage. */
export function trialRef(spec: Spec, place: TrialPlace): TrialRef {
  const { index } = place;
  const phase = spec.phases.find(({ name }) => name === place.phase);
  const tier = phase?.tiers.find((each) => each.tier === place.tier);
  const stage = phase && stagesOf(phase).find((each) => stageName(each) === place.stage);
  if (!phase || !tier || index >= tier.trials || (place.stage !== undefined && !stage))
    throw new UnknownTrialError(spec.name, place);
  return { spec, phase, tier, index, ...(stage && { stage }) };
}

export class UnknownTrialError extends Error {
  override readonly name = 'UnknownTrialError';

  constructor(pipeline: string, { phase, tier, index, stage }: TrialPlace) {
    super(
      `Expected pipeline \`${pipeline}\` to have ${stage === undefined ? '' : `${stage} of `}trial ${index} of tier ${tier} in phase \`${phase}\`, found none. ` +
        'The pipeline file changed after the run began: run the same command again.',
    );
  }
}

const searched = ({ name, domain, default: initial, when }: Parameter) => ({ name, domain, initial, when });

/**
 * Digest of all that the pipeline file says about one trial: of the phase's other tiers only the defaults, of later
 * phases nothing, and nothing of `runtime`. It is an option of the trial's target, and so part of its hash.
 */
export function definitionDigest({ spec, phase, tier, index, stage }: TrialRef): string {
  return digestOf({
    contract: CONTRACT_VERSION,
    pipeline: spec.name,
    seed: spec.seed,
    command: spec.program.command,
    env: spec.program.env,
    fixed: fixedFor(spec, phase),
    defaults: phaseParameters(spec, phase).map(({ name, default: initial, when }) => ({
      name,
      initial,
      when,
    })),
    // A stage takes its values from the trial.
    ...(stage ? { stage } : { space: tier.parameters.map(searched), sampler: phase.sampler }),
    budget: phase.halving && [phase.halving.budget, budgetAt(phase, stage)],
    artifact: phase.artifact,
    // Not what the program is given, but what observation.json says of its metrics.
    objective: phase.objective,
    volatile: spec.metrics.filter(({ volatile }) => volatile).map(({ name }) => name),
    // To one that looks at earlier trials, the gate says which of them may win.
    gate: trialsSeen({ phase, index, stage }) > 0 ? phase.gate : undefined,
    patience: !stage && trialsThatDecide({ phase, index }) > 0 ? phase.patience : undefined,
    index,
    // Says how far ranges are narrowed. The first cycle's trials are those of a pipeline without cycles.
    ...(phase.cycle > 1 && !stage ? { cycle: phase.cycle } : {}),
  });
}

/** The parameters that belong to a phase, pinned ones included. */
export const phaseParameters = (spec: Spec, phase: Phase): readonly Parameter[] =>
  spec.parameters.filter((parameter) => parameter.phase === phase.of);

/** `fixed`, less what it says of later phases: editing those must not reach this one. */
export const fixedFor = (spec: Spec, phase: Phase): Values => withinReach(spec, phase, spec.fixed);

/** Values less those of phases that come later in a cycle. */
export function withinReach(spec: Spec, phase: Phase, values: Values): Values {
  const order = phaseOrder(spec);
  const reach = order.indexOf(phase.of);
  const phaseOf = new Map(
    spec.parameters.map((parameter) => [parameter.name, order.indexOf(parameter.phase)]),
  );
  return Object.fromEntries(Object.entries(values).filter(([name]) => (phaseOf.get(name) ?? -1) <= reach));
}

/** The phases of one cycle, as the pipeline file names them. */
export const phaseOrder = (spec: Spec): readonly string[] => [...new Set(spec.phases.map((each) => each.of))];
