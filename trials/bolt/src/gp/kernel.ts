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
  const distances = new Float64Array(others);
  for (let i = 0; i * columns < a.length; i++) {
    squaredDistances(a.subarray(i * columns, (i + 1) * columns), b, distances);
    for (let j = 0; j < others; j++) {
      matern52(distances[j]!, matern);
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
  const distances = new Float64Array(rows);
  for (let i = 0; i < rows; i++) {
    const row = matrix.subarray(i * columns, (i + 1) * columns);
    squaredDistances(row, matrix, distances.subarray(0, i + 1));
    for (let j = 0; j <= i; j++) {
      matern52(distances[j]!, matern);
      values[i * rows + j] = values[j * rows + i] = matern.value;
      slopes[i * rows + j] = slopes[j * rows + i] = matern.slope;
    }
  }
  return { values, slopes };
}

/** From `row` to the first rows of `matrix`, as many as `result` holds; four at a time, because one would wait for itself. */
function squaredDistances(row: Float64Array, matrix: Float64Array, result: Float64Array): void {
  const columns = row.length;
  let j = 0;
  for (; j + 3 < result.length; j += 4) {
    let s0 = 0;
    let s1 = 0;
    let s2 = 0;
    let s3 = 0;
    for (let k = 0, at = j * columns; k < columns; k++, at++) {
      const value = row[k]!;
      s0 += (value - matrix[at]!) ** 2;
      s1 += (value - matrix[at + columns]!) ** 2;
      s2 += (value - matrix[at + 2 * columns]!) ** 2;
      s3 += (value - matrix[at + 3 * columns]!) ** 2;
    }
    result[j] = s0;
    result[j + 1] = s1;
    result[j + 2] = s2;
    result[j + 3] = s3;
  }
  for (; j < result.length; j++) {
    let sum = 0;
    for (let k = 0; k < columns; k++) sum += (row[k]! - matrix[j * columns + k]!) ** 2;
    result[j] = sum;
  }
}
