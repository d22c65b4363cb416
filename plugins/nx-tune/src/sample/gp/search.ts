/** Maximisation of an acquisition function over the points of a space. */
import type { Generator } from '../hash.js';
import { minimize } from '../numeric/minimize.js';
import type { Encoding } from '../space/encoding.js';
import type { Acquisition } from './acquisition.js';

export interface Search {
  readonly encoding: Encoding;
  readonly acquisition: Acquisition;
  /** Points of the unit cube to begin with. */
  readonly spread: readonly Float64Array[];
  /** Good points, whose neighbourhood is looked at as well. */
  readonly centres: readonly Float64Array[];
  /** Points that are not to be given again while there are others. */
  readonly taken: readonly Float64Array[];
  readonly random: Generator;
}

interface Found {
  readonly point: Float64Array;
  readonly value: number;
}

/** Neighbours of each centre. */
const NEIGHBOURS = 40;
/** Candidates that are improved further. */
const REFINED = 3;
const ROUNDS = 3;
/** Levels of a dimension that are all tried; of more, those at distances 1, 2, 4, ... */
const ALL_LEVELS = 12;

/** The best point found; undefined where every one is taken. */
export function maximise(search: Search): Float64Array | undefined {
  const { encoding, acquisition, spread, centres, taken } = search;
  const known = new Set(taken.map(key));
  const fresh = (point: Float64Array) => !known.has(key(point));
  const near = centres.flatMap((centre) =>
    Array.from({ length: NEIGHBOURS }, () => neighbour(search, centre)),
  );
  const candidates = [...spread, ...near]
    .map((point) => encoding.settle(point))
    .filter(fresh)
    .map((point) => ({ point, value: acquisition.value(point) }))
    .sort((a, b) => b.value - a.value);
  const best = candidates.slice(0, REFINED).map((candidate) => refine(search, fresh, candidate));
  return best.reduce<Found | undefined>((a, b) => (a && a.value >= b.value ? a : b), undefined)?.point;
}

function refine(
  { encoding, acquisition }: Search,
  fresh: (point: Float64Array) => boolean,
  start: Found,
): Found {
  let best = start;
  const consider = (point: Float64Array, value = acquisition.value(point)) => {
    if (value > best.value && fresh(point)) best = { point, value };
  };
  for (let round = 0; round < ROUNDS; round++) {
    const before = best.value;
    const moved = ascend(encoding, acquisition, best.point);
    if (moved) consider(moved.point, moved.value);
    encoding.dimensions.forEach((_, d) => {
      const from = best.point;
      for (const coordinate of alternatives(encoding, d, from[d]!)) {
        consider(encoding.settle(from.with(d, coordinate)));
      }
    });
    if (best.value - before < 1e-6) break;
  }
  return best;
}

/** Along the continuous coordinates that are active. */
function ascend(encoding: Encoding, { gradient }: Acquisition, point: Float64Array): Found | undefined {
  const moving = encoding.dimensions.flatMap(({ levels }, d) => {
    return Number.isFinite(levels) || Number.isNaN(point[d]) ? [] : [d];
  });
  if (moving.length === 0) return undefined;
  const at = (x: Float64Array) => {
    const whole = Float64Array.from(point);
    moving.forEach((d, i) => (whole[d] = x[i]!));
    return whole;
  };
  const box = { lower: new Float64Array(moving.length), upper: new Float64Array(moving.length).fill(1) };
  const { x, value } = minimize(
    (from) => {
      const found = gradient(at(from));
      return { value: -found.value, gradient: Float64Array.from(moving, (d) => -found.gradient[d]!) };
    },
    Float64Array.from(moving, (d) => point[d]!),
    box,
    { maxEvaluations: 20, tolerance: 1e-4 },
  );
  return { point: at(x), value: -value };
}

function alternatives(encoding: Encoding, d: number, current: number): number[] {
  const all = encoding.coordinates(d);
  if (Number.isNaN(current) || all.length <= ALL_LEVELS) return all.filter((u) => u !== current);
  const here = all.indexOf(current);
  const found: number[] = [];
  for (let distance = 1; distance < all.length; distance *= 2) {
    for (const k of [here - distance, here + distance]) if (all[k] !== undefined) found.push(all[k]);
  }
  return found;
}

/** Moves about a third of the coordinates: a nominal one to any level, another by a normal step of some width. */
function neighbour({ encoding, random }: Search, centre: Float64Array): Float64Array {
  const width = 0.25 * 10 ** (-2 * random.uniform());
  const one = Math.floor(random.uniform() * centre.length);
  return centre.map((u, d) => {
    if (d !== one && random.uniform() > 1 / 3) return u;
    const { nominal } = encoding.dimensions[d]!;
    if (nominal || Number.isNaN(u)) return random.uniform();
    return Math.min(1, Math.max(0, u + width * random.normal()));
  });
}

function key(point: Float64Array): string {
  return point.join();
}
