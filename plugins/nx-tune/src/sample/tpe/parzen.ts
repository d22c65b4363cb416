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
  /** By dimension and component; of the numeric dimensions alone. */
  readonly kernels: readonly (readonly Normal[])[];
  /** Mass of a nominal kernel, by dimension: on any one of the other values. */
  readonly spill: readonly number[];
}

/** A normal density, cut off at 0 and 1. */
interface Normal {
  readonly centre: number;
  readonly width: number;
  /** log of its mass between 0 and 1 before it is cut off. */
  readonly logWhole: number;
}

function normal(centre: number, width: number): Normal {
  return { centre, width, logWhole: logMass(-centre / width, (1 - centre) / width) };
}

/** The prior's kernels of numeric dimensions are as wide as the interval, and in its middle. */
const PRIOR = normal(0.5, 1);

export function parzen(encoding: Encoding, points: readonly Float64Array[]): Parzen {
  const components = points.length + 1;
  const kernels = encoding.dimensions.map(({ nominal }, d) => {
    if (nominal) return [];
    const centres = points.map((point) => point[d]!).filter((u) => !Number.isNaN(u));
    const widths = bandwidths(centres)[Symbol.iterator]();
    const observed = points.map((point) =>
      Number.isNaN(point[d]) ? PRIOR : normal(point[d]!, widths.next().value!),
    );
    return [...observed, PRIOR];
  });
  const spill = encoding.dimensions.map(({ levels }) => 1 / (components + levels));
  return { encoding, points, kernels, spill };
}

/** Natural logarithm of the density at a point, relative to the uniform density. */
export function logDensity(model: Parzen, point: Float64Array): number {
  const { encoding, points, kernels } = model;
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
        : numericLog(kernels[d]![component]!, u, cells[d]);
    }
    return sum;
  });
  const highest = Math.max(...logs);
  return highest + Math.log(logs.reduce((sum, log) => sum + Math.exp(log - highest), 0) / logs.length);
}

/** Draws a point from the density. */
export function draw(model: Parzen, random: Generator): Float64Array {
  const { encoding, points, kernels, spill } = model;
  const component = Math.floor(random.uniform() * (points.length + 1));
  const point = Float64Array.from(encoding.dimensions, ({ nominal, levels }, d) => {
    if (!nominal) return truncatedNormal(kernels[d]![component]!, random);
    const observed = points[component]?.[d] ?? NaN;
    const kept = random.uniform() < 1 - spill[d]! * levels;
    return kept && !Number.isNaN(observed) ? observed : random.uniform();
  });
  return encoding.settle(point);
}

function numericLog(
  { centre, width, logWhole }: Normal,
  u: number,
  cell?: readonly [number, number],
): number {
  if (!cell) return logPdf((u - centre) / width) - Math.log(width) - logWhole;
  const [from, to] = cell;
  return logMass((from - centre) / width, (to - centre) / width) - logWhole - Math.log(to - from);
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
