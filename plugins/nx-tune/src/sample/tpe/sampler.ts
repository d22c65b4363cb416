import type { Values } from '../../spec/types.js';
import { generator } from '../hash.js';
import { isGood, isObserved } from '../outcome.js';
import { Encoding } from '../space/encoding.js';
import type { SampleRequest, SampledTrial } from '../types.js';
import { draw, logDensity, parzen } from './parzen.js';

const CANDIDATES = 64;
/** Share of the trials that count as good, and how many may. 0.15 did better in tools/bench/search than 0.1 and 0.2. */
const GOOD_SHARE = 0.15;
const MOST_GOOD = 25;

/**
 * Tree-structured Parzen estimator: of points drawn from the density of good trials, the one where it exceeds the
 * density of the others most. J. Bergstra, R. Bardenet, Y. Bengio and B. Kegl, Algorithms for hyper-parameter
 * optimization (2011). Failed trials, those that miss the gate, and pending ones are never good. Undefined while no trial
 * is good, and where every candidate has been tried.
 */
export function suggestTpe(request: SampleRequest, pending: readonly Values[]): Values | undefined {
  const { history, maximize, seed, stream, index } = request;
  const encoding = new Encoding(request);
  const { good, rest } = split(history, maximize);
  if (good.length === 0) return undefined;
  const encode = (values: Values) => encoding.encode(values);
  const below = parzen(encoding, good.map(encode));
  const above = parzen(encoding, [...rest, ...pending].map(encode));
  const taken = new Set([...good, ...rest, ...pending].map((values) => encode(values).join()));
  const random = generator(seed, stream, 'tpe', index);
  const best = Array.from({ length: CANDIDATES }, () => draw(below, random))
    .filter((point) => !taken.has(point.join()))
    .map((point) => ({ point, gain: logDensity(below, point) - logDensity(above, point) }))
    .reduce<{ point: Float64Array; gain: number } | undefined>(
      (a, b) => (a && a.gain >= b.gain ? a : b),
      undefined,
    );
  return best && encoding.decode(best.point);
}

/** The best of the trials, and all others. */
function split(
  history: readonly SampledTrial[],
  maximize: boolean,
): { readonly good: readonly Values[]; readonly rest: readonly Values[] } {
  const sign = maximize ? -1 : 1;
  const ranked = history
    .filter(isObserved)
    .filter(isGood)
    .sort((a, b) => sign * (a.objective - b.objective) || a.index - b.index);
  const count = Math.min(MOST_GOOD, Math.ceil(GOOD_SHARE * history.length));
  const chosen = new Set(ranked.slice(0, count).map((trial) => trial.index));
  return {
    good: history.filter(({ index }) => chosen.has(index)).map(({ values }) => values),
    rest: history.filter(({ index }) => !chosen.has(index)).map(({ values }) => values),
  };
}
