/** Hyperparameters at the maximum of their posterior density. */
import { NotPositiveDefiniteError } from '../numeric/linear.js';
import { minimize, type Evaluation } from '../numeric/minimize.js';
import type { Pairs } from './kernel.js';
import { logLikelihood, type Hyperparameters } from './regression.js';

interface LogNormal {
  readonly location: number;
  readonly scale: number;
}

interface Priors {
  readonly lengthscale: LogNormal;
  readonly signal: LogNormal;
  readonly noise: LogNormal;
}

/**
 * Log-normal densities, for inputs in the unit cube and outputs of unit variance. The lengthscale's location grows with
 * the number of dimensions, so that distances between points stay comparable: C. Hvarfner, E. O. Hellsten and
 * L. Nardi, Vanilla Bayesian optimization performs great in high dimensions (2024).
 */
export function priors(dimensions: number): Priors {
  return {
    lengthscale: { location: Math.SQRT2 + 0.5 * Math.log(dimensions), scale: Math.sqrt(3) },
    signal: { location: 0, scale: 1 },
    noise: { location: -8, scale: 2 },
  };
}

/** Bounds of the logarithms: the noise keeps the covariance well conditioned. */
const BOUNDS = { lengthscale: [-4, 7], signal: [-5, 5], noise: [Math.log(1e-6), 0] } as const;

/** Starts of the lengthscales, as multiples of the square root of the number of dimensions, and of the noise. */
const STARTS = [
  [0.2, 1e-5],
  [0.5, 1e-4],
  [0.5, 1e-2],
  [1.5, 1e-3],
] as const;

const EVALUATIONS = 30;

/** The local maximum of likelihood times priors above the best start. `y` has mean 0 and variance 1. */
export function fit(pairs: Pairs, y: Float64Array): Hyperparameters {
  const { dimensions } = pairs;
  const box = {
    lower: vector(dimensions, BOUNDS.lengthscale[0], BOUNDS.signal[0], BOUNDS.noise[0]),
    upper: vector(dimensions, BOUNDS.lengthscale[1], BOUNDS.signal[1], BOUNDS.noise[1]),
  };
  const objective = (x: Float64Array) => negativeLogPosterior(pairs, y, x);
  const starts = STARTS.map(([length, noise]) => {
    const from = vector(dimensions, Math.log(length * Math.sqrt(dimensions)), 0, Math.log(noise));
    return { from, value: objective(from).value };
  });
  const { from } = starts.reduce((best, next) => (next.value < best.value ? next : best));
  return hyperparameters(minimize(objective, from, box, { maxEvaluations: EVALUATIONS, tolerance: 1e-2 }).x);
}

/** By log lengthscales, log signal, log noise; the densities are those of the hyperparameters themselves. */
export function negativeLogPosterior(pairs: Pairs, y: Float64Array, x: Float64Array): Evaluation {
  const dimensions = pairs.dimensions;
  try {
    const { value, gradient } = logLikelihood(pairs, y, hyperparameters(x));
    const { lengthscale, signal, noise } = priors(dimensions);
    let negative = -value;
    const slopes = gradient.map((slope) => -slope);
    x.forEach((log, i) => {
      const { location, scale } = i < dimensions ? lengthscale : i === dimensions ? signal : noise;
      negative += log + (log - location) ** 2 / (2 * scale ** 2);
      slopes[i]! += 1 + (log - location) / scale ** 2;
    });
    return { value: negative, gradient: slopes };
  } catch (error) {
    if (!(error instanceof NotPositiveDefiniteError)) throw error;
    return { value: Infinity, gradient: new Float64Array(x.length) };
  }
}

function hyperparameters(x: Float64Array): Hyperparameters {
  const dimensions = x.length - 2;
  return {
    lengthscales: x.slice(0, dimensions).map(Math.exp),
    signal: Math.exp(x[dimensions]!),
    noise: Math.exp(x[dimensions + 1]!),
  };
}

function vector(dimensions: number, lengthscale: number, signal: number, noise: number): Float64Array {
  return Float64Array.from([...Array.from({ length: dimensions }, () => lengthscale), signal, noise]);
}
