import { matern52, type Matern } from './matern.js';

/**
 * The kernel's learned numbers: k(a, b) = outputscale · Matérn-5/2(r²), with r² the mean over the features of
 * ((a_j - b_j)/lengthscale_j)². The mean, not the sum, so that a lengthscale of 1 suits standardised features however
 * many there are; in units of the sum it is √features times as large (Hvarfner et al. 2024).
 */
export interface Kernel {
  /** Constant mean of the process. */
  readonly mean: number;
  /** Variance of the process. */
  readonly outputscale: number;
  /** Variance of the learned noise, equal for all observations. */
  readonly noise: number;
  /** One a feature. */
  readonly lengthscales: Float64Array;
}

/** Numbers before the lengthscales in a kernel's vector. */
export const SCALARS = 3;

/** A kernel from its vector of unbounded numbers: [mean, log outputscale, log noise, log lengthscales]. */
export function kernelFrom(vector: Float64Array): Kernel {
  return {
    mean: vector[0]!,
    outputscale: Math.exp(vector[1]!),
    noise: Math.exp(vector[2]!),
    lengthscales: vector.slice(SCALARS).map(Math.exp),
  };
}

/** The inverse of {@link kernelFrom}. */
export function kernelVector({ mean, outputscale, noise, lengthscales }: Kernel): Float64Array {
  return Float64Array.of(mean, Math.log(outputscale), Math.log(noise), ...lengthscales.map(Math.log));
}

/**
 * Features in units of their lengthscales, so that r² is a squared Euclidean distance.
 *
 * @param features - rows × number of lengthscales
 */
export function scaleFeatures(features: Float64Array, { lengthscales }: Kernel): Float64Array {
  const columns = lengthscales.length;
  const factors = lengthscales.map((lengthscale) => 1 / (lengthscale * Math.sqrt(columns)));
  return features.map((value, i) => value * factors[i % columns]!);
}

/** Correlations, and their slopes in r², of every row of one matrix with every row of another. */
export interface Correlations {
  readonly values: Float64Array;
  readonly slopes: Float64Array;
}

/**
 * @param a - rows × `columns`, scaled
 * @param b - rows × `columns`, scaled
 * @returns rows of `a` × rows of `b`
 */
export function correlate(a: Float64Array, b: Float64Array, columns: number): Correlations {
  const others = b.length / columns;
  const size = (a.length / columns) * others;
  const [values, slopes] = [new Float64Array(size), new Float64Array(size)];
  const matern: Matern = { value: 0, slope: 0 };
  for (let i = 0; i * columns < a.length; i++) {
    const row = a.subarray(i * columns, (i + 1) * columns);
    for (let j = 0; j < others; j++) {
      matern52(squaredDistance(row, b, j * columns), matern);
      values[i * others + j] = matern.value;
      slopes[i * others + j] = matern.slope;
    }
  }
  return { values, slopes };
}

/**
 * {@link correlate} of a matrix with itself, in half the time.
 *
 * @param matrix - rows × `columns`, scaled
 */
export function correlateAll(matrix: Float64Array, columns: number): Correlations {
  const rows = matrix.length / columns;
  const [values, slopes] = [new Float64Array(rows * rows), new Float64Array(rows * rows)];
  const matern: Matern = { value: 0, slope: 0 };
  for (let i = 0; i < rows; i++) {
    const row = matrix.subarray(i * columns, (i + 1) * columns);
    for (let j = 0; j <= i; j++) {
      matern52(squaredDistance(row, matrix, j * columns), matern);
      values[i * rows + j] = values[j * rows + i] = matern.value;
      slopes[i * rows + j] = slopes[j * rows + i] = matern.slope;
    }
  }
  return { values, slopes };
}

function squaredDistance(left: Float64Array, matrix: Float64Array, from: number): number {
  let sum = 0;
  for (let k = 0; k < left.length; k++) sum += (left[k]! - matrix[from + k]!) ** 2;
  return sum;
}
