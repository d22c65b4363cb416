import type { Values } from '../../spec/types.js';
import { generator } from '../hash.js';
import { sobolCube } from '../sobol/sampler.js';
import { Encoding } from '../space/encoding.js';
import type { SampleRequest } from '../types.js';
import { acquisition } from './acquisition.js';
import { maximise } from './search.js';
import { surrogate } from './surrogate.js';

const SPREAD = 512;
const CENTRES = 4;

/**
 * Bayesian optimisation: the point of the highest expected improvement under a Gaussian process. Undefined while fewer
 * than two trials have an objective, and where every point has been tried.
 */
export function suggestGp(request: SampleRequest, pending: readonly Values[]): Values | undefined {
  const { history, seed, stream, index, maximize } = request;
  const encoding = new Encoding(request);
  const model = surrogate({ encoding, history, pending, maximize });
  if (!model) return undefined;
  const key = [seed, stream, 'gp', index];
  const found = maximise({
    encoding,
    acquisition: acquisition(model),
    spread: sobolCube(key, encoding.dimensions.length, SPREAD),
    centres: model.ranked.slice(0, CENTRES).map(({ values }) => encoding.encode(values)),
    taken: [...history.map(({ values }) => values), ...pending].map((values) => encoding.encode(values)),
    random: generator(...key),
  });
  return found && encoding.decode(found);
}
