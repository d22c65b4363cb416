import * as z from 'zod/mini';
import { described } from './described.js';
import type { Located } from './located.js';
import type { Phase } from './types.js';

const DEFAULT_SEEDS = 3;
const DEFAULT_TOP = 3;

export const replicatesShape = z.strictObject({
  seeds: z.optional(
    described(
      `Program seeds that each of the best trials is run with, its own included. Default: ${DEFAULT_SEEDS}.`,
      z.int().check(z.gte(2), z.lte(100)),
    ),
  ),
  top: z.optional(
    described(
      `How many of the best trials of a tier are run with them. Default: ${DEFAULT_TOP}.`,
      z.int().check(z.gte(1), z.lte(100)),
    ),
  ),
});

/** The phase's own replicates, else the pipeline's. */
export function readReplicates(file: Located, phase: string): Pick<Phase, 'replicates'> {
  const raw =
    file.get(replicatesShape, ['phases', phase, 'replicates']) ?? file.get(replicatesShape, ['replicates']);
  if (raw === undefined) return {};
  return { replicates: { seeds: raw.seeds ?? DEFAULT_SEEDS, top: raw.top ?? DEFAULT_TOP } };
}
