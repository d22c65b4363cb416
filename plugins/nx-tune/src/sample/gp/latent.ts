/** The function of a Gaussian process at new points, given what was observed. */
import { dot, solveLower, solveUpper } from '../numeric/linear.js';
import { inverseSquares, matern, maternSlope, scaledSquares, type Kernel, type Points } from './kernel.js';

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
  const { points, kernel, mean, weights } = model;
  const k = scaledSquares(points, inverseSquares(kernel), x).map((r2) => kernel.signal * matern(r2));
  return { mean: mean + dot(k, weights), deviation: spread(model, k).deviation };
}

/** The prediction and its derivatives by each coordinate; those of nominal dimensions are 0. */
export function predictWithSlopes(model: Latent, x: Float64Array): Prediction & { readonly slopes: Slopes } {
  const { points, kernel, mean, weights, factor, roots } = model;
  const scale = inverseSquares(kernel);
  const squares = scaledSquares(points, scale, x);
  const k = squares.map((r2) => kernel.signal * matern(r2));
  const { deviation, reduced } = spread(model, k);
  const byK = solveUpper(factor, reduced);
  const slopes = { mean: new Float64Array(x.length), deviation: new Float64Array(x.length) };
  points.rows.forEach((row, i) => {
    const slope = kernel.signal * maternSlope(squares[i]!);
    const spreading = (byK[i]! * roots[i]!) / deviation;
    for (let d = 0; d < x.length; d++) {
      if (points.nominal[d]) continue;
      const change = slope * (x[d]! - row[d]!) * scale[d]!;
      slopes.mean[d]! += weights[i]! * change;
      slopes.deviation[d]! -= spreading * change;
    }
  });
  return { mean: mean + dot(k, weights), deviation, slopes };
}

function spread(
  { kernel, factor, roots }: Latent,
  k: Float64Array,
): { readonly deviation: number; readonly reduced: Float64Array } {
  const reduced = solveLower(
    factor,
    k.map((value, i) => value * roots[i]!),
  );
  return { deviation: Math.sqrt(Math.max(LEAST_VARIANCE, kernel.signal - dot(reduced, reduced))), reduced };
}
