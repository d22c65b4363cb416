import type { SamplerOptions, Values } from '../spec/types.js';
import { adaptive } from './adaptive.js';
import { SamplerOptionError, UnknownSamplerError } from './errors.js';
import { suggestGp } from './gp/sampler.js';
import { LEVELS, sampleGrid } from './grid.js';
import { LAG, STARTUP, numberOption, type NumberOption } from './options.js';
import { sampleRandom } from './random.js';
import { sampleSobol } from './sobol/sampler.js';
import { incumbentValues } from './space/active.js';
import { suggestTpe } from './tpe/sampler.js';
import type { SampleRequest, Sampler } from './types.js';

export {
  GridExhaustedError,
  SamplerOptionError,
  TooManyDimensionsError,
  UnknownSamplerError,
} from './errors.js';
export { activeValues, incumbentValues, type Space } from './space/active.js';
export type { SampleRequest, SampledTrial, Sampler } from './types.js';

interface Entry {
  readonly sample: Sampler;
  /** Whether suggestions depend on earlier observations. */
  readonly adaptive: boolean;
  readonly options: readonly NumberOption[];
}

const REGISTRY: ReadonlyMap<string, Entry> = new Map<string, Entry>([
  ['gp', { sample: adaptive(suggestGp), adaptive: true, options: [STARTUP, LAG] }],
  ['grid', { sample: sampleGrid, adaptive: false, options: [LEVELS] }],
  ['random', { sample: sampleRandom, adaptive: false, options: [] }],
  ['sobol', { sample: sampleSobol, adaptive: false, options: [] }],
  ['tpe', { sample: adaptive(suggestTpe), adaptive: true, options: [STARTUP, LAG] }],
]);

export const SAMPLER_NAMES: readonly string[] = [...REGISTRY.keys()];

/**
 * The values that a trial is to try: pure, equal requests give equal values in any process. Index 0 is the incumbent
 * whatever the sampler.
 *
 * @throws UnknownSamplerError, SamplerOptionError, RangeError for an index that is not an integer from 0, and what
 *   the sampler itself throws
 */
export function suggest(request: SampleRequest): Values {
  const { index } = request;
  checkOptions(request.options);
  if (!Number.isInteger(index) || index < 0) {
    throw new RangeError(
      `Expected \`index\` to be an integer of at least 0, got \`${index}\` (${typeof index}).`,
    );
  }
  return index === 0 ? incumbentValues(request) : entry(request.options).sample(request);
}

/**
 * Checks the sampler's name and options without sampling.
 *
 * @throws UnknownSamplerError, SamplerOptionError
 */
export function checkOptions(options: SamplerOptions): void {
  const known = entry(options).options;
  for (const [name, value] of Object.entries(options)) {
    if (name === 'type') continue;
    const option = known.find((candidate) => candidate.name === name);
    if (!option) {
      throw new SamplerOptionError(
        name,
        `not to be given, since \`${options.type}\` has no such option`,
        value,
      );
    }
    numberOption(options, option);
  }
}

/**
 * How many of a tier's trials, counted from trial 0, trial `index` may see and so depends on. 0 for samplers that do
 * not adapt and during `startup`; `index - lag + 1` after it.
 *
 * @throws UnknownSamplerError, SamplerOptionError
 */
export function visibleTrials(options: SamplerOptions, index: number): number {
  if (!entry(options).adaptive || index < numberOption(options, STARTUP)) return 0;
  return Math.max(0, index - numberOption(options, LAG) + 1);
}

function entry({ type }: SamplerOptions): Entry {
  const found = REGISTRY.get(type);
  if (!found) throw new UnknownSamplerError(type, SAMPLER_NAMES);
  return found;
}
