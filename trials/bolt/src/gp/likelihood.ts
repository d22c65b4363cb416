import { cholesky, dotBetween, inverseFromFactor, logDeterminant, rowViews } from './cholesky.js';
import { correlateAll, kernelFrom, scaleFeatures, type Correlations, type Kernel } from './kernel.js';

/** What was measured. */
export interface Measurements {
  readonly targets: Float64Array;
  /** Known variance of each measurement; the learned noise comes on top. */
  readonly noise: Float64Array;
}

/** Covariance of the measurements, solved. */
export interface Solved {
  /** log density of the targets, in nats. */
  readonly logDensity: number;
  /** Inverse covariance: rows × rows. */
  readonly precision: Float64Array;
  /** Inverse covariance times (targets - mean): rows. */
  readonly weights: Float64Array;
}

export interface MarginalLikelihood {
  /** log p(targets | features, kernel), in nats. */
  readonly value: number;
  /** By the kernel's vector: see `kernelFrom`. */
  readonly kernelGradient: Float64Array;
  /** By the features: rows × columns. */
  readonly featureGradient: Float64Array;
}

/**
 * Solves the measurements' covariance, from the correlations of their features.
 *
 * @param correlations - rows × rows
 * @throws NotPositiveDefiniteError when the covariance is not, in Float64
 */
export function solveMeasurements(
  correlations: Float64Array,
  kernel: Kernel,
  measured: Measurements,
): Solved {
  const rows = measured.targets.length;
  const covariance = correlations.map((value) => kernel.outputscale * value);
  for (let i = 0; i < rows; i++) covariance[i * rows + i]! += kernel.noise + measured.noise[i]!;
  const factor = cholesky(covariance, rows);
  const precision = inverseFromFactor(factor, rows);
  const residuals = measured.targets.map((target) => target - kernel.mean);
  const weights = product(rowViews(precision, rows), residuals);
  const quadratic = residuals.reduce((sum, residual, i) => sum + residual * weights[i]!, 0);
  const logDensity = -0.5 * (quadratic + logDeterminant(factor, rows) + rows * Math.log(2 * Math.PI));
  return { logDensity, precision, weights };
}

/**
 * log marginal likelihood with its gradient in closed form, by one Cholesky factor.
 * Source: Rasmussen and Williams 2006, equations 2.30 and 5.9.
 *
 * @param features - rows × (length of `vector` - 3)
 * @param vector - see `kernelFrom`
 * @throws NotPositiveDefiniteError when the covariance is not, in Float64
 */
export function marginalLikelihood(
  features: Float64Array,
  vector: Float64Array,
  measured: Measurements,
): MarginalLikelihood {
  const kernel = kernelFrom(vector);
  const scaled = scaleFeatures(features, kernel);
  const correlations = correlateAll(scaled, kernel.lengthscales.length);
  const solved = solveMeasurements(correlations.values, kernel, measured);
  const byCovariance = covarianceGradient(solved);
  const scalars = scalarGradients(kernel, solved, byCovariance, correlations.values);
  const moved = featureGradients(scaled, kernel, byCovariance, correlations);
  return {
    value: solved.logDensity,
    kernelGradient: Float64Array.of(...scalars, ...moved.byLogLengthscale),
    featureGradient: moved.byFeature,
  };
}

/** d value / d covariance = (weights·weightsᵀ - precision)/2: rows × rows. */
function covarianceGradient({ weights, precision }: Solved): Float64Array {
  const rows = weights.length;
  const gradient = new Float64Array(rows * rows);
  for (let i = 0; i < rows; i++) {
    const weight = weights[i]!;
    for (let j = 0; j < rows; j++) {
      gradient[i * rows + j] = 0.5 * (weight * weights[j]! - precision[i * rows + j]!);
    }
  }
  return gradient;
}

function scalarGradients(
  kernel: Kernel,
  { weights }: Solved,
  byCovariance: Float64Array,
  correlations: Float64Array,
): [number, number, number] {
  const rows = weights.length;
  let byOutputscale = 0;
  for (let i = 0; i < byCovariance.length; i++) byOutputscale += byCovariance[i]! * correlations[i]!;
  let byNoise = 0;
  for (let i = 0; i < rows; i++) byNoise += byCovariance[i * rows + i]!;
  const byMean = weights.reduce((sum, weight) => sum + weight, 0);
  return [byMean, kernel.outputscale * byOutputscale, kernel.noise * byNoise];
}

/**
 * With M = d value / d r² (symmetric), d value / d scaled row i = 4·Σ_k M_ik·(row i - row k); a lengthscale shrinks its
 * whole column, so its gradient is that of the column's values times their negatives.
 */
function featureGradients(
  scaled: Float64Array,
  kernel: Kernel,
  byCovariance: Float64Array,
  { slopes }: Correlations,
): { byFeature: Float64Array; byLogLengthscale: Float64Array } {
  const columns = kernel.lengthscales.length;
  const rows = scaled.length / columns;
  const factor = 4 * kernel.outputscale;
  const bySquared = rowViews(
    byCovariance.map((value, i) => factor * value * slopes[i]!),
    rows,
  );
  const sums = bySquared.map((row) => row.reduce((sum, value) => sum + value, 0));
  const byFeature = new Float64Array(scaled.length);
  const byLogLengthscale = new Float64Array(columns);
  const column = new Float64Array(rows);
  for (const [j, lengthscale] of kernel.lengthscales.entries()) {
    for (let i = 0; i < rows; i++) column[i] = scaled[i * columns + j]!;
    for (const [i, row] of bySquared.entries()) {
      const gradient = sums[i]! * column[i]! - dotBetween(row, column, 0, rows);
      byLogLengthscale[j]! -= gradient * column[i]!;
      byFeature[i * columns + j] = gradient / (lengthscale * Math.sqrt(columns));
    }
  }
  return { byFeature, byLogLengthscale };
}

/** Matrix, given as its rows, times `vector`. */
export function product(rows: readonly Float64Array[], vector: Float64Array): Float64Array {
  const result = new Float64Array(rows.length);
  for (const [i, row] of rows.entries()) result[i] = dotBetween(row, vector, 0, vector.length);
  return result;
}
