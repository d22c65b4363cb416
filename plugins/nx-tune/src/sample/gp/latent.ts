/** The function of a Gaussian process at new points, given what was observed. */
import { dot, solveLower, solveUpper } from '../numeric/linear.js';
import { correlateTo, inverseSquares, type Kernel, type Points } from './kernel.js';

/**
 * A normal approximation of the posterior: with k the covariances of x with the points, its mean is
 * `mean + k . weights` and its variance `signal - |L^-1 (roots k)|^2`.
 */
export interface Latent {
  readonly points: Points;
  readonly kernel: Kernel;
  readonly mean: number;
  readonly weights: Float64Array;
  /** Lower triangular, by rows. */
  readonly factor: Float64Array;
  readonly roots: Float64Array;
}

export interface Prediction {
  readonly mean: number;
  readonly deviation: number;
}

export interface Slopes {
  readonly mean: Float64Array;
  readonly deviation: Float64Array;
}

/** Keeps the deviation at observed points above zero, where its logarithm is taken. */
const LEAST_VARIANCE = 1e-12;

/** Mean and standard deviation at `x`. Rasmussen and Williams (2006), equations 2.25 and 2.26, or 3.21 and 3.24. */
export function predict(model: Latent, x: Float64Array): Prediction {
  const { mean, deviation } = expand(model, x);
  return { mean, deviation };
}

/** The prediction and its derivatives by each coordinate; those of nominal dimensions are 0. */
export function predictWithSlopes(model: Latent, x: Float64Array): Prediction & { readonly slopes: Slopes } {
  const { points, kernel, weights, factor, roots } = model;
  const { mean, deviation, slope, reduced, scale } = expand(model, x);
  const byCovariance = solveUpper(factor, reduced);
  const slopes = { mean: new Float64Array(x.length), deviation: new Float64Array(x.length) };
  for (let i = 0; i < points.rows.length; i++) {
    const row = points.rows[i]!;
    const steep = kernel.signal * slope[i]!;
    const spreading = (byCovariance[i]! * roots[i]!) / deviation;
    for (let d = 0; d < x.length; d++) {
      if (points.nominal[d]) continue;
      const change = steep * (x[d]! - row[d]!) * scale[d]!;
      slopes.mean[d]! += weights[i]! * change;
      slopes.deviation[d]! -= spreading * change;
    }
  }
  return { mean, deviation, slopes };
}

function expand(model: Latent, x: Float64Array) {
  const { points, kernel, mean, weights, factor, roots } = model;
  const n = points.rows.length;
  const scale = inverseSquares(kernel);
  const { value, slope, reduced } = scratch(n);
  correlateTo(points, scale, x, { value, slope });
  const centre = mean + kernel.signal * dot(value, weights);
  for (let i = 0; i < n; i++) value[i]! *= kernel.signal * roots[i]!;
  solveLower(factor, value, reduced);
  const variance = Math.max(LEAST_VARIANCE, kernel.signal - dot(reduced, reduced));
  return { mean: centre, deviation: Math.sqrt(variance), slope, reduced, scale };
}

const kept = new Map<number, { value: Float64Array; slope: Float64Array; reduced: Float64Array }>();
function scratch(n: number) {
  let found = kept.get(n);
  if (!found)
    kept.set(
      n,
      (found = { value: new Float64Array(n), slope: new Float64Array(n), reduced: new Float64Array(n) }),
    );
  return found;
}
