/**
 * A density over the points of a space: a mixture of products of kernels, one product for each observation and one for
 * the prior. The multivariate form of S. Falkner, A. Klein and F. Hutter, BOHB (2018); the kernels of S. Watanabe,
 * Tree-structured Parzen estimator (2023): truncated normal for numbers, integrated over the cell of a value where there
 * are steps, Aitchison-Aitken for nominal ones.
 *
 * Densities are relative to the uniform one. A kernel says nothing (1) about a parameter that is inactive in its
 * observation or in the point asked about.
 */
import type { Generator } from '../hash.js';
import { logMass, logPdf } from '../numeric/normal.js';
import type { Encoding } from '../space/encoding.js';
import { bandwidths } from './bandwidth.js';

export interface Parzen {
  readonly encoding: Encoding;
  /** Observed points; the prior is one more component, the last. */
  readonly points: readonly Float64Array[];
  /** By dimension and observation; of the numeric dimensions alone. */
  readonly widths: readonly (readonly number[])[];
  /** Mass of a nominal kernel, by dimension: on any one of the other values. */
  readonly spill: readonly number[];
}

/** The prior's kernels of numeric dimensions are as wide as the interval, and in its middle. */
const PRIOR = { centre: 0.5, width: 1 };

export function parzen(encoding: Encoding, points: readonly Float64Array[]): Parzen {
  const components = points.length + 1;
  const widths = encoding.dimensions.map(({ nominal }, d) => {
    if (nominal) return [];
    const active = points.flatMap((point, i) => (Number.isNaN(point[d]) ? [] : [i]));
    const found = bandwidths(active.map((i) => points[i]![d]!));
    const byPoint = points.map(() => PRIOR.width);
    active.forEach((i, rank) => (byPoint[i] = found[rank]!));
    return byPoint;
  });
  const spill = encoding.dimensions.map(({ levels }) => 1 / components / (1 + levels / components));
  return { encoding, points, widths, spill };
}

/** Natural logarithm of the density at a point, relative to the uniform density. */
export function logDensity(model: Parzen, point: Float64Array): number {
  const { encoding, points } = model;
  const cells = encoding.dimensions.map(({ nominal }, d) => {
    return nominal || Number.isNaN(point[d]) ? undefined : encoding.cell(d, point[d]!);
  });
  const logs = [...points.keys(), points.length].map((component) => {
    let sum = 0;
    for (let d = 0; d < point.length; d++) {
      if (Number.isNaN(point[d])) continue;
      const u = point[d]!;
      sum += encoding.dimensions[d]!.nominal
        ? nominalLog(model, { component, d, u })
        : numericLog(kernel(model, component, d), u, cells[d]);
    }
    return sum;
  });
  const highest = Math.max(...logs);
  return highest + Math.log(logs.reduce((sum, log) => sum + Math.exp(log - highest), 0) / logs.length);
}

/** Draws a point from the density. */
export function draw(model: Parzen, random: Generator): Float64Array {
  const { encoding, points } = model;
  const component = Math.floor(random.uniform() * (points.length + 1));
  const point = Float64Array.from(encoding.dimensions, ({ nominal, levels }, d) => {
    if (!nominal) return truncatedNormal(kernel(model, component, d), random);
    const observed = points[component]?.[d] ?? NaN;
    const kept = random.uniform() < 1 - model.spill[d]! * levels;
    return kept && !Number.isNaN(observed) ? observed : random.uniform();
  });
  return encoding.settle(point);
}

interface Normal {
  readonly centre: number;
  readonly width: number;
}

function kernel({ points, widths }: Parzen, component: number, d: number): Normal {
  const centre = points[component]?.[d] ?? NaN;
  return Number.isNaN(centre) ? PRIOR : { centre, width: widths[d]![component]! };
}

function numericLog(
  { centre, width }: Normal,
  u: number,
  cell: readonly [number, number] | undefined,
): number {
  const whole = logMass(-centre / width, (1 - centre) / width);
  if (!cell) return logPdf((u - centre) / width) - Math.log(width) - whole;
  const [from, to] = cell;
  return logMass((from - centre) / width, (to - centre) / width) - whole - Math.log(to - from);
}

function nominalLog(
  { encoding, points, spill }: Parzen,
  at: { component: number; d: number; u: number },
): number {
  const observed = points[at.component]?.[at.d] ?? NaN;
  if (Number.isNaN(observed)) return 0;
  const { levels } = encoding.dimensions[at.d]!;
  const others = spill[at.d]!;
  return Math.log(levels * (observed === at.u ? 1 - others * (levels - 1) : others));
}

/** Rejection: with the centre in [0, 1] and a width of at most 1, at least a third of the draws are inside. */
function truncatedNormal({ centre, width }: Normal, random: Generator): number {
  for (;;) {
    const u = centre + width * random.normal();
    if (u >= 0 && u <= 1) return u;
  }
}
