/** Gaussian process regression. C. E. Rasmussen and C. K. I. Williams, Gaussian Processes for Machine Learning (2006). */
import { cholesky, dot, inverse, solveLower, solveUpper } from '../numeric/linear.js';
import { correlations, covariance, inverseSquares, pairs as pairsOf } from './kernel.js';
import type { Correlations, Kernel, Pairs, Points } from './kernel.js';
import { Latent } from './latent.js';

export interface Hyperparameters extends Kernel {
  /** Variance of the observations around the function. */
  readonly noise: number;
}

export interface Likelihood {
  /** log p(y | X, hyperparameters), natural logarithm. */
  readonly value: number;
  /** By log lengthscale of each dimension, then log signal, then log noise. */
  readonly gradient: Float64Array;
}

/**
 * The function given observations `y` at `points` (algorithm 2.1). Its prior has a constant mean, estimated by
 * generalised least squares.
 *
 * @throws NotPositiveDefiniteError
 */
export function regress(points: Points, y: Float64Array, at: Hyperparameters): Latent {
  const conditioned = condition(correlations(pairsOf(points), at), y, at);
  return new Latent({ points, kernel: at, ...conditioned, roots: new Float64Array(y.length).fill(1) });
}

/**
 * The log marginal likelihood at the best constant mean, and its gradient (equations 2.30 and 5.9).
 *
 * @throws NotPositiveDefiniteError
 */
export function logLikelihood(pairs: Pairs, y: Float64Array, at: Hyperparameters): Likelihood {
  const { count } = pairs;
  const dimensions = pairs.nominal.length;
  const correlated = correlations(pairs, at);
  const { factor, weights, mean } = condition(correlated, y, at);
  const precision = inverse(factor, count);
  const gradient = new Float64Array(dimensions + 2);
  let value = -0.5 * count * Math.log(2 * Math.PI);
  let trace = 0;
  for (let i = 0; i < count; i++) {
    value -= 0.5 * (y[i]! - mean) * weights[i]! + Math.log(factor[i * count + i]!);
    trace += weights[i]! ** 2 - precision[i * count + i]!;
  }
  gradient[dimensions] = 0.5 * at.signal * trace;
  gradient[dimensions + 1] = 0.5 * at.noise * trace;
  addPairs(gradient, { pairs, correlated, kernel: at, weights, precision });
  return { value, gradient };
}

function condition(correlated: Correlations, y: Float64Array, { signal, noise }: Hyperparameters) {
  const factor = cholesky(covariance(y.length, correlated, signal, signal + noise), y.length);
  const byOnes = solveUpper(factor, solveLower(factor, new Float64Array(y.length).fill(1)));
  const byY = solveUpper(factor, solveLower(factor, y));
  const mean = sum(byY) / sum(byOnes);
  return { factor, weights: byY.map((weight, i) => weight - mean * byOnes[i]!), mean };
}

interface PairTerms {
  readonly pairs: Pairs;
  readonly correlated: Correlations;
  readonly kernel: Kernel;
  readonly weights: Float64Array;
  readonly precision: Float64Array;
}

/** The part of the gradient that comes from pairs of different points. */
function addPairs(
  gradient: Float64Array,
  { pairs, correlated, kernel, weights, precision }: PairTerms,
): void {
  const { count, squares } = pairs;
  const dimensions = kernel.lengthscales.length;
  const byScale = new Float64Array(dimensions);
  let bySignal = 0;
  for (let i = 1, pair = 0, at = 0; i < count; i++) {
    for (let j = 0; j < i; j++, pair++) {
      const outer = weights[i]! * weights[j]! - precision[i * count + j]!;
      const slope = outer * correlated.slope[pair]!;
      for (let d = 0; d < dimensions; d++) byScale[d]! += slope * squares[at++]!;
      bySignal += outer * correlated.value[pair]!;
    }
  }
  const scale = inverseSquares(kernel);
  for (let d = 0; d < dimensions; d++) gradient[d]! -= kernel.signal * byScale[d]! * scale[d]!;
  gradient[dimensions]! += kernel.signal * bySignal;
}

function sum(x: Float64Array): number {
  return dot(x, new Float64Array(x.length).fill(1));
}
