import { dot, solveLower, solveUpper } from '../numeric/linear.js';
import { correlateTo, inverseSquares, type Kernel, type Points } from './kernel.js';

/**
 * A normal approximation of the posterior: with k the covariances of x with the points, its mean is
 * `mean + k . weights` and its variance `signal - |factor^-1 (roots k)|^2`.
 */
export interface Terms {
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

/** The function of a Gaussian process at new points, given what was observed. */
export class Latent {
  private readonly terms: Terms;
  private readonly scale: Float64Array;
  // Written over by every prediction: hundreds of them are made for one suggestion.
  private readonly value: Float64Array;
  private readonly slope: Float64Array;
  private readonly reduced: Float64Array;

  constructor(terms: Terms) {
    this.terms = terms;
    this.scale = inverseSquares(terms.kernel);
    this.value = new Float64Array(terms.weights.length);
    this.slope = new Float64Array(terms.weights.length);
    this.reduced = new Float64Array(terms.weights.length);
  }

  /** Mean and standard deviation at `x`. Rasmussen and Williams (2006), equations 2.25 and 2.26, or 3.21 and 3.24. */
  predict(x: Float64Array): Prediction {
    const { points, kernel, mean, weights, factor, roots } = this.terms;
    const { value, slope, reduced } = this;
    correlateTo(points, this.scale, x, { value, slope });
    const centre = mean + kernel.signal * dot(value, weights);
    for (let i = 0; i < value.length; i++) value[i]! *= kernel.signal * roots[i]!;
    solveLower(factor, value, reduced);
    const variance = Math.max(LEAST_VARIANCE, kernel.signal - dot(reduced, reduced));
    return { mean: centre, deviation: Math.sqrt(variance) };
  }

  /** The prediction and its derivatives by each coordinate; those of nominal dimensions are 0. */
  predictWithSlopes(x: Float64Array): Prediction & { readonly slopes: Slopes } {
    const { points, kernel, weights, factor, roots } = this.terms;
    const predicted = this.predict(x);
    const byCovariance = solveUpper(factor, this.reduced);
    const slopes = { mean: new Float64Array(x.length), deviation: new Float64Array(x.length) };
    for (let i = 0; i < points.rows.length; i++) {
      const row = points.rows[i]!;
      const steep = kernel.signal * this.slope[i]!;
      const spreading = (byCovariance[i]! * roots[i]!) / predicted.deviation;
      for (let d = 0; d < x.length; d++) {
        if (points.nominal[d]) continue;
        const change = steep * (x[d]! - row[d]!) * this.scale[d]!;
        slopes.mean[d]! += weights[i]! * change;
        slopes.deviation[d]! -= spreading * change;
      }
    }
    return { ...predicted, slopes };
  }
}
