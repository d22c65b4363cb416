import type { Spec, Tier } from '../src/spec/types.js';
import { trialRef, type TrialRef } from '../src/trial/definition.js';

/** All trials of a pipeline, by `phase/TIER/index`. */
export const allTrials = (spec: Spec): Map<string, TrialRef> =>
  new Map(
    spec.phases.flatMap(({ name, tiers }) =>
      tiers.flatMap(({ tier, trials }) =>
        Array.from(
          { length: trials },
          (_, index) =>
            [
              `${name}/${tier}/${index}`,
              trialRef(spec, { phase: name, tier: tier satisfies Tier, index }),
            ] as const,
        ),
      ),
    ),
  );
