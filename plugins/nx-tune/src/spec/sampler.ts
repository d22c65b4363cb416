import * as z from 'zod/mini';
import { described } from './described.js';
import type { Located } from './located.js';
import type { Path } from './tree.js';
import type { SamplerOptions } from './types.js';
import { listed, quote } from './wording.js';

const SAMPLERS = ['random', 'grid', 'sobol', 'tpe', 'gp'] as const;
const ADAPTIVE: readonly string[] = ['tpe', 'gp'];

/** Trials before the first suggestion that looks at results, the incumbent counted. */
const DEFAULT_STARTUP = 8;

/**
 * Trials of a tier that can run at one time when each looks at earlier results. A constant, since the trials must be
 * the same on every machine: enough for hosts of up to four devices, while a tier of 16 trials still learns from 12.
 */
export const DEFAULT_LAG = 4;

const countShape = z.int().check(z.gte(1), z.lte(10_000));

export const samplerShape = z.strictObject({
  type: described('How values are suggested. Default: sobol.', z.enum(SAMPLERS)),
  startup: z.optional(
    described(
      `tpe and gp: number of trials before the first suggestion that looks at results. Default: ${DEFAULT_STARTUP}.`,
      countShape,
    ),
  ),
  lag: z.optional(
    described(
      `tpe and gp: trial i looks at the results of trials 0 to i - lag, so that as many trials can run at one time. Default: ${DEFAULT_LAG}.`,
      countShape,
    ),
  ),
});

const DEFAULT_SAMPLER: z.infer<typeof samplerShape> = { type: 'sobol' };

/** The phase's own sampler, else the pipeline's, else sobol; with the options' defaults, since they are part of what a trial is. */
export function readSampler(file: Located, phase: string): SamplerOptions {
  const own = ['phases', phase, 'sampler'];
  const {
    type,
    startup = DEFAULT_STARTUP,
    lag = DEFAULT_LAG,
  } = file.get(samplerShape, own) ?? file.get(samplerShape, ['sampler']) ?? DEFAULT_SAMPLER;
  return ADAPTIVE.includes(type) ? { type, startup, lag } : { type };
}

/** Options belong to the samplers that know them. */
export function checkSampler(file: Located, path: Path): void {
  const raw = file.get(samplerShape, path);
  if (raw === undefined || ADAPTIVE.includes(raw.type)) return;
  for (const option of Object.keys(raw).filter((key) => key !== 'type')) {
    const message = `Expected no option of the sampler ${quote(raw.type)}, found ${quote(option)}.`;
    file.reportKey([...path, option], message, `${quote(option)} is an option of ${listed(ADAPTIVE, 'and')}`);
  }
}
