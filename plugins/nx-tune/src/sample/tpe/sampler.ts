import type { Values } from '../../spec/types.js';
import { isGood, isObserved } from '../outcome.js';
import { generator } from '../hash.js';
import { Encoding } from '../space/encoding.js';
import type { SampleRequest } from '../types.js';
import { draw, logDensity, parzen } from './parzen.js';

const CANDIDATES = 64;
const MOST_GOOD = 25;

/**
 * Tree-structured Parzen estimator: of points drawn from the density of good trials, the one where it exceeds the
 * density of the others most. J. Bergstra, R. Bardenet, Y. Bengio and B. Kegl (2011).
 */
export function suggestTpe(request: SampleRequest, pending: readonly Values[]): Values | undefined {
  const { history, maximize, seed, stream, index } = request;
  const encoding = new Encoding(request);
  const sign = maximize ? -1 : 1;
  const ranked = history
    .filter(isObserved)
    .filter(isGood)
    .sort((a, b) => sign * (a.objective - b.objective));
  if (ranked.length === 0) return undefined;
  const good = new Set(ranked.slice(0, Math.min(MOST_GOOD, Math.ceil(0.1 * history.length))));
  const encode = (values: Values) => encoding.encode(values);
  const below = parzen(
    encoding,
    [...good].map(({ values }) => encode(values)),
  );
  const rest = history.filter((trial) => !good.has(trial as never)).map(({ values }) => values);
  const above = parzen(encoding, [...rest, ...pending].map(encode));

  const taken = new Set(
    [...history.map(({ values }) => values), ...pending].map((values) => encode(values).join()),
  );
  const random = generator(seed, stream, 'tpe', index);
  let best: { point: Float64Array; value: number } | undefined;
  for (let i = 0; i < CANDIDATES; i++) {
    const point = draw(below, random);
    if (taken.has(point.join())) continue;
    const value = logDensity(below, point) - logDensity(above, point);
    if (!best || value > best.value) best = { point, value };
  }
  return best && encoding.decode(best.point);
}
