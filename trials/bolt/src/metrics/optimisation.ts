/** How well the latent-space optimisation works. Pure functions; undefined where the value is not defined. */
import { expectLength, mean, rowOf, usable, type Reals } from './arrays.js';

/** A run of the optimiser. Error rates are in [0, 1]. */
export interface Run {
  /** Best error rate known before the first iteration. */
  readonly start: number;
  /** Error rate measured in each iteration; null where the iteration measured none, all its candidates rejected. */
  readonly errors: readonly (number | null)[];
}

/**
 * system_gap: mean Euclidean distance between the latent points wished for and those that the decoded prompts encode
 * to, in units of the mean distance between two points of the design. At least 0, smaller is better; 1 when a wish is
 * as good as any other. Source: SciPy's `pdist` for the unit.
 *
 * @param wished - points × `columns`
 * @param realised - points × `columns`
 * @param design - design points × `columns`
 * @returns undefined for no points, fewer than two distinct design points or a number that is not finite
 * @throws LengthError when `wished` and `realised` differ in length
 */
export function systemGap(
  wished: Reals,
  realised: Reals,
  design: Reals,
  columns: number,
): number | undefined {
  expectLength('realised', realised, wished.length);
  if (!usable(wished) || !usable(realised) || !usable(design)) return undefined;
  const gaps = rows(wished, columns).map((row, i) => distance(row, rowOf(realised, i, columns)));
  const points = rows(design, columns);
  const distances = points.flatMap((point, i) => points.slice(0, i).map((other) => distance(point, other)));
  const unit = distances.length === 0 ? 0 : mean(distances);
  return unit === 0 ? undefined : mean(gaps) / unit;
}

function rows(matrix: Reals, columns: number): Reals[] {
  return Array.from({ length: matrix.length / columns }, (_, i) => rowOf(matrix, i, columns));
}

function distance(a: Reals, b: Reals): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i]! - b[i]!) ** 2;
  return Math.sqrt(sum);
}

/**
 * rejection_rate: share of decoded candidates that were rejected. In [0, 1], smaller is better.
 *
 * @returns undefined when there were no candidates or the counts are not counts
 */
export function rejectionRate(rejected: number, candidates: number): number | undefined {
  const counts =
    Number.isInteger(rejected) && Number.isInteger(candidates) && rejected >= 0 && rejected <= candidates;
  return counts && candidates > 0 ? rejected / candidates : undefined;
}

/**
 * improvement_rate: share of iterations whose error rate is below all before it, the start's included. In [0, 1],
 * larger is better.
 *
 * @returns undefined for no iterations or an error rate that is not finite
 */
export function improvementRate(run: Run): number | undefined {
  const path = bestPath(run);
  if (!path || path.length < 2) return undefined;
  const improvements = path.filter((best, i) => i > 0 && best < path[i - 1]!).length;
  return improvements / (path.length - 1);
}

/**
 * best_error_rate: smallest error rate known after the last iteration. In [0, 1], smaller is better.
 *
 * @returns undefined when an error rate is not finite
 */
export function bestErrorRate(run: Run): number | undefined {
  return bestPath(run)?.at(-1);
}

/**
 * convergence_speed: the iteration, counted from 1, by which 90 % of the whole improvement over the start was made.
 * At least 1, smaller is better.
 *
 * @returns undefined when no iteration improved on the start or an error rate is not finite
 */
export function convergenceSpeed(run: Run): number | undefined {
  const path = bestPath(run);
  const best = path?.at(-1);
  if (!path || best === undefined || !(best < run.start)) return undefined;
  const goal = run.start - 0.9 * (run.start - best);
  return path.findIndex((value) => value <= goal);
}

/** Smallest error rate known at the start and after each iteration. */
function bestPath({ start, errors }: Run): number[] | undefined {
  if (!usable([start, ...errors.filter((error) => error !== null)])) return undefined;
  const path = [start];
  for (const error of errors) path.push(Math.min(path.at(-1)!, error ?? Infinity));
  return path;
}
