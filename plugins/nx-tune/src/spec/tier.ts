import * as z from 'zod/mini';
import { described } from './described.js';
import type { Located } from './located.js';
import { TIERS } from './types.js';
import type { Parameter, PhaseTier, Tier, Values } from './types.js';
import { quote } from './wording.js';

const DEFAULT_TRIALS = 10;
const MOST_TRIALS = 10_000;

const countShape = z.int().check(z.gte(1), z.lte(MOST_TRIALS));
const tierMapShape = z.strictObject({
  CRITICAL: z.optional(described('Trials of the tier that is searched first.', countShape)),
  IMPORTANT: z.optional(described('Trials of the tier around the best of CRITICAL.', countShape)),
  FINETUNE: z.optional(described('Trials of the tier around the best of all before.', countShape)),
});

export const trialsShape = described(
  'Number of trials in each tier that has parameters, or a map from tier to number; a tier left out is skipped. Default: 10.',
  z.union([countShape, tierMapShape]),
);

/** The tiers that a phase searches, in order; its defaults alone, once, when it searches nothing. */
export function readTiers(file: Located, phase: string, searched: SearchedParameters): PhaseTier[] {
  const path = ['phases', phase, 'trials'];
  const trials = file.get(trialsShape, path) ?? DEFAULT_TRIALS;
  const complete = searched.parameters.length === file.keys(['parameters']).length;
  const own = searched.parameters.filter((parameter) => parameter.phase === phase);
  const tiers = TIERS.flatMap((tier) => {
    const all = own.filter((parameter) => parameter.tier === tier);
    const count = typeof trials === 'number' ? trials : trials[tier];
    if (count === undefined) return [];
    // An ill-formed parameter might be the one that is missed, and has a problem of its own.
    if (all.length === 0 && typeof trials !== 'number' && complete) reportEmpty(file, phase, tier);
    const parameters = all.filter((parameter) => !Object.hasOwn(searched.fixed, parameter.name));
    return parameters.length === 0 ? [] : [{ tier, trials: count, parameters }];
  });
  return tiers.length === 0 ? [{ tier: 'CRITICAL', trials: 1, parameters: [] }] : tiers;
}

export interface SearchedParameters {
  readonly parameters: readonly Parameter[];
  /** Pins the parameters that it names. */
  readonly fixed: Values;
}

function reportEmpty(file: Located, phase: string, tier: Tier): void {
  const message = `Expected \`trials\` to name a tier in which ${quote(phase)} has parameters, found ${quote(tier)}.`;
  file.reportKey(['phases', phase, 'trials', tier], message);
}
