/** Gaussian process regression. C. E. Rasmussen and C. K. I. Williams, Gaussian Processes for Machine Learning (2006). */
import { cholesky, dot, inverse, solveLower, solveUpper } from '../numeric/linear.js';
import { covariance, inverseSquares, matern, maternSlope, type Kernel, type Pairs } from './kernel.js';

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

export interface Posterior {
  /** Lower Cholesky factor of K + noise I, by rows. */
  readonly factor: Float64Array;
  /** (K + noise I)^-1 (y - mean). */
  readonly weights: Float64Array;
  /** The prior's constant mean: the generalised least squares estimate. */
  readonly mean: number;
}

/**
 * Conditions on observations `y` at the points of `pairs` (algorithm 2.1).
 *
 * @throws NotPositiveDefiniteError
 */
export function condition(pairs: Pairs, y: Float64Array, at: Hyperparameters): Posterior {
  const factor = covariance(pairs, at);
  for (let i = 0; i < pairs.count; i++) factor[i * pairs.count + i]! += at.noise;
  cholesky(factor, pairs.count);
  const ones = new Float64Array(y.length).fill(1);
  const byOnes = solveUpper(factor, solveLower(factor, ones));
  const byY = solveUpper(factor, solveLower(factor, y));
  const mean = dot(ones, byY) / dot(ones, byOnes);
  return { factor, weights: byY.map((weight, i) => weight - mean * byOnes[i]!), mean };
}

/**
 * The log marginal likelihood at the best constant mean, and its gradient (equations 2.30 and 5.9).
 *
 * @throws NotPositiveDefiniteError
 */
export function logLikelihood(pairs: Pairs, y: Float64Array, at: Hyperparameters): Likelihood {
  const { count, squared } = pairs;
  const { factor, weights, mean } = condition(pairs, y, at);
  const precision = inverse(factor, count);
  const gradient = new Float64Array(squared.length + 2);
  let value = -0.5 * count * Math.log(2 * Math.PI);
  let trace = 0;
  for (let i = 0; i < count; i++) {
    value -= 0.5 * (y[i]! - mean) * weights[i]! + Math.log(factor[i * count + i]!);
    trace += weights[i]! ** 2 - precision[i * count + i]!;
  }
  gradient[squared.length] = 0.5 * at.signal * trace;
  gradient[squared.length + 1] = 0.5 * at.noise * trace;
  addPairs(gradient, { pairs, kernel: at, weights, precision });
  return { value, gradient };
}

interface PairTerms {
  readonly pairs: Pairs;
  readonly kernel: Kernel;
  readonly weights: Float64Array;
  readonly precision: Float64Array;
}

/** The part of the gradient that comes from pairs of different points. */
function addPairs(gradient: Float64Array, { pairs, kernel, weights, precision }: PairTerms): void {
  const { count, squared } = pairs;
  const scale = inverseSquares(kernel);
  for (let i = 1, pair = 0; i < count; i++) {
    for (let j = 0; j < i; j++, pair++) {
      const outer = kernel.signal * (weights[i]! * weights[j]! - precision[i * count + j]!);
      let r2 = 0;
      for (let d = 0; d < squared.length; d++) r2 += squared[d]![pair]! * scale[d]!;
      const slope = outer * maternSlope(r2);
      for (let d = 0; d < squared.length; d++) gradient[d]! -= slope * squared[d]![pair]! * scale[d]!;
      gradient[squared.length]! += outer * matern(r2);
    }
  }
}
