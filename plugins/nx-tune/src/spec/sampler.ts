import * as z from 'zod/mini';
import { described } from './described.js';
import type { Located } from './located.js';
import type { Path } from './tree.js';
import type { SamplerOptions } from './types.js';
import { listed, quote } from './wording.js';

const SAMPLERS = ['random', 'grid', 'sobol', 'tpe', 'gp'] as const;
const ADAPTIVE: readonly string[] = ['tpe', 'gp'];

const countShape = z.int().check(z.gte(1), z.lte(10_000));

export const samplerShape = z.strictObject({
  type: described('How values are suggested. Default: sobol.', z.enum(SAMPLERS)),
  startup: z.optional(
    described('tpe and gp: number of trials before the first suggestion that looks at results.', countShape),
  ),
  lag: z.optional(
    described(
      'tpe and gp: trial i looks at the results of trials 0 to i - lag; at least the number of devices.',
      countShape,
    ),
  ),
});

const DEFAULT_SAMPLER: z.infer<typeof samplerShape> = { type: 'sobol' };

/** The phase's own sampler, else the pipeline's, else sobol. */
export function readSampler(file: Located, phase: string): SamplerOptions {
  const own = ['phases', phase, 'sampler'];
  const { type, startup, lag } =
    file.get(samplerShape, own) ?? file.get(samplerShape, ['sampler']) ?? DEFAULT_SAMPLER;
  return { type, ...(startup !== undefined && { startup }), ...(lag !== undefined && { lag }) };
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
