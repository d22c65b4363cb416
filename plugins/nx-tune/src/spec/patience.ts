import * as z from 'zod/mini';
import { described } from './described.js';
import type { Located } from './located.js';
import { DEFAULT_LAG } from './sampler.js';
import type { Path } from './tree.js';
import type { Patience, Phase, SamplerOptions } from './types.js';

export const patienceShape = described(
  'After this many trials of a tier in a row without improvement its others are skipped. Default: none are.',
  z.int().check(z.gte(1), z.lte(10_000)),
);

export const minImprovementShape = described(
  'With `patience`: by how much more than this, in units of the objective, a trial must beat the best before it. Default: 0.',
  z.number().check(z.gte(0)),
);

/** A trial decides whether it is skipped by the trials that an adaptive sampler would look at for it. */
export function readPatience(file: Located, phase: Path, sampler: SamplerOptions): Pick<Phase, 'patience'> {
  const minImprovement = file.get(minImprovementShape, [...phase, 'min_improvement']);
  if (file.value([...phase, 'patience']) === undefined) {
    const message = 'Expected `min_improvement` only beside `patience`, found it without.';
    if (minImprovement !== undefined) file.reportKey([...phase, 'min_improvement'], message);
    return {};
  }
  const trials = file.get(patienceShape, [...phase, 'patience']);
  if (trials === undefined) return {};
  const lag = typeof sampler['lag'] === 'number' ? sampler['lag'] : DEFAULT_LAG;
  return { patience: { trials, minImprovement: minImprovement ?? 0, lag } satisfies Patience };
}
