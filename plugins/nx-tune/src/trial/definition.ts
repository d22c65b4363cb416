import { digestOf } from '../results/digest.js';
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
}

/** @throws UnknownTrialError where the pipeline has no such phase, tier or index. */
export function trialRef(spec: Spec, phaseName: string, tierName: string, index: number): TrialRef {
  const phase = spec.phases.find(({ name }) => name === phaseName);
  const tier = phase?.tiers.find((each) => each.tier === tierName);
  if (!phase || !tier || index >= tier.trials)
    throw new UnknownTrialError(spec.name, phaseName, tierName, index);
  return { spec, phase, tier, index };
}

export class UnknownTrialError extends Error {
  override readonly name = 'UnknownTrialError';

  constructor(pipeline: string, phase: string, tier: string, index: number) {
    super(
      `Expected pipeline \`${pipeline}\` to have trial ${index} of tier ${tier} in phase \`${phase}\`, found none. ` +
        'The pipeline file changed after the run began: run the same command again.',
    );
  }
}

const searched = ({ name, domain, default: initial, when }: Parameter) => ({ name, domain, initial, when });

/**
 * Digest of all that the pipeline file says about one trial: of the phase's other tiers only the defaults, of later
 * phases nothing, and nothing of `runtime`. It is an option of the trial's target, and so part of its hash.
 */
export function definitionDigest({ spec, phase, tier, index }: TrialRef): string {
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
    space: tier.parameters.map(searched),
    sampler: phase.sampler,
    artifact: phase.artifact,
    // Not what the program is given, but what observation.json says of its metrics.
    objective: phase.objective,
    volatile: spec.metrics.filter(({ volatile }) => volatile).map(({ name }) => name),
    // To one that looks at earlier trials, the gate says which of them may win.
    gate: trialsSeen({ phase, index }) > 0 ? phase.gate : undefined,
    patience: trialsThatDecide({ phase, index }) > 0 ? phase.patience : undefined,
    index,
  });
}

/** The parameters that belong to a phase, pinned ones included. */
export const phaseParameters = (spec: Spec, phase: Phase): readonly Parameter[] =>
  spec.parameters.filter((parameter) => parameter.phase === phase.name);

/** `fixed`, less what it says of later phases: editing those must not reach this one. */
export function fixedFor(spec: Spec, phase: Phase): Values {
  const order = spec.phases.map(({ name }) => name);
  const reach = order.indexOf(phase.name);
  const phaseOf = new Map(
    spec.parameters.map((parameter) => [parameter.name, order.indexOf(parameter.phase)]),
  );
  return Object.fromEntries(
    Object.entries(spec.fixed).filter(([name]) => (phaseOf.get(name) ?? -1) <= reach),
  );
}
