/** Hyperparameters at the maximum of their posterior density. */
import { NotPositiveDefiniteError } from '../numeric/linear.js';
import { minimize, type Evaluation } from '../numeric/minimize.js';
import type { Pairs } from './kernel.js';
import { logLikelihood, type Hyperparameters } from './regression.js';

/**
 * Location and scale of log-normal priors, for numbers in [0, 1] and outcomes of unit variance. Lengthscales of nominal
 * parameters are longer and better known, so that what holds for one choice is expected to hold for the others until
 * observations say otherwise. Their values, and the rest here, are those that did best in tools/bench/search.
 */
const PRIORS = {
  numeric: [0, 1],
  nominal: [0.5, 0.4],
  signal: [0, 1],
  noise: [-8, 2],
} as const;

/** Bounds of the logarithms; that of the noise keeps the covariance well conditioned. */
const BOUNDS = { lengthscale: [-4, 7], signal: [-5, 5], noise: [Math.log(1e-6), 0] } as const;

/** Lengthscale and noise to start from: few points of a smooth function, and of a noisy one. */
const STARTS = [
  [0.4, 1e-5],
  [1, 1e-2],
] as const;

/** With 12 parameters 20 evaluations come within 1 of the maximum. */
const LIMITS = { maxEvaluations: 20, tolerance: 1e-2 };

/**
 * A local maximum of likelihood times priors, from the better of two starts. Under these priors all starts lead to the
 * same one as a rule. `y` has mean 0 and variance 1.
 */
export function fit(pairs: Pairs, y: Float64Array): Hyperparameters {
  const dimensions = pairs.nominal.length;
  const box = {
    lower: vector(dimensions, BOUNDS.lengthscale[0], [BOUNDS.signal[0], BOUNDS.noise[0]]),
    upper: vector(dimensions, BOUNDS.lengthscale[1], [BOUNDS.signal[1], BOUNDS.noise[1]]),
  };
  const objective = (x: Float64Array) => negativeLogPosterior(pairs, y, x);
  const starts = STARTS.map(([length, noise]) => {
    const from = vector(dimensions, Math.log(length), [0, Math.log(noise)]);
    return { from, value: objective(from).value };
  });
  const { from } = starts.reduce((best, next) => (next.value < best.value ? next : best));
  return hyperparameters(minimize(objective, from, box, LIMITS).x);
}

/** By log lengthscales, log signal, log noise; the prior densities are those of the hyperparameters themselves. */
export function negativeLogPosterior(pairs: Pairs, y: Float64Array, x: Float64Array): Evaluation {
  const priors = [
    ...pairs.nominal.map((nominal) => (nominal ? PRIORS.nominal : PRIORS.numeric)),
    PRIORS.signal,
    PRIORS.noise,
  ];
  try {
    const { value, gradient } = logLikelihood(pairs, y, hyperparameters(x));
    let negative = -value;
    const slopes = gradient.map((slope) => -slope);
    priors.forEach(([location, scale], i) => {
      negative += x[i]! + (x[i]! - location) ** 2 / (2 * scale ** 2);
      slopes[i]! += 1 + (x[i]! - location) / scale ** 2;
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

function vector(dimensions: number, lengthscale: number, rest: readonly number[]): Float64Array {
  return Float64Array.from([...Array.from({ length: dimensions }, () => lengthscale), ...rest]);
}
