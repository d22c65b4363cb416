import type { Posterior } from '../gp/posterior.js';

/** How good a point may be: minus the predicted error, plus what is not known of it. In standardised units. */
export function upperConfidence(mean: number, variance: number, sqrtBeta: number): number {
  return -mean + sqrtBeta * Math.sqrt(variance);
}

/** Exploration at the end of a run. */
const LAST_SQRT_BETA = 2;

/** √beta falls linearly from √`beta` in iteration 0 to 2 in the last. */
export function sqrtBetaAt(beta: number, iteration: number, iterations: number): number {
  const done = iterations > 1 ? iteration / (iterations - 1) : 1;
  return Math.sqrt(beta) * (1 - done) + LAST_SQRT_BETA * done;
}

const CLIMB_STEPS = 3;
const CLIMB_RATE = 0.15;

/**
 * Steps of fixed length up the gradient of the upper confidence bound; the best point of the path is kept, so that no
 * start is made worse.
 *
 * @param start - columns, standardised
 */
export function climb(posterior: Posterior, start: Float64Array, sqrtBeta: number): Float64Array {
  let best = start;
  let bestValue = -Infinity;
  let point = start;
  for (let step = 0; step <= CLIMB_STEPS; step++) {
    const { mean, variance, meanGradient, varianceGradient } = posterior.predictWithGradient(point);
    const value = upperConfidence(mean, variance, sqrtBeta);
    if (value > bestValue) [best, bestValue] = [point, value];
    const factor = sqrtBeta / (2 * Math.sqrt(Math.max(variance, MIN_VARIANCE)));
    const gradient = meanGradient.map((slope, j) => -slope + factor * varianceGradient[j]!);
    const length = Math.hypot(...gradient);
    if (length === 0) break;
    point = point.map((value, j) => value + (CLIMB_RATE * Math.sqrt(point.length) * gradient[j]!) / length);
  }
  return best;
}

const MIN_VARIANCE = 1e-9;
