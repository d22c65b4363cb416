import { Random } from '../random.js';
import { symmetricEigen } from './eigen.js';
import type { SparseRows } from './tfidf.js';

export interface TruncatedSvd {
  readonly rank: number;
  /** Largest first. */
  readonly singularValues: Float64Array;
  /** Right singular vectors as columns: columns of the matrix × rank. Each vector's largest entry is positive. */
  readonly components: Float64Array;
}

export interface SvdOptions {
  readonly rank: number;
  readonly seed: number;
  /** More iterations part singular values that lie closer together. */
  readonly iterations: number;
}

/** Extra vectors that are iterated along: they carry the error that would else be in the last ones wanted. */
const OVERSAMPLING = 24;
/** Often enough that small components are not rounded away beside large ones. */
const ORTHONORMALIZE_EVERY = 4;

/**
 * The largest singular values of a sparse matrix and their right singular vectors, by randomized subspace iteration.
 * Source: Halko, Martinsson and Tropp (2011), algorithms 4.4 and 5.1, on the right side of the matrix.
 */
export function truncatedSvd(matrix: SparseRows, { rank, seed, iterations }: SvdOptions): TruncatedSvd {
  const width = Math.min(rank + OVERSAMPLING, matrix.rows, matrix.columns);
  const random = Random.seeded(seed, 'svd');
  let basis = Float64Array.from({ length: matrix.columns * width }, () => random.normal());
  for (let i = 0; i < iterations; i++) {
    if (i % ORTHONORMALIZE_EVERY === 0) orthonormalize(basis, matrix.columns, width);
    basis = timesTransposed(matrix, times(matrix, basis, width), width);
  }
  orthonormalize(basis, matrix.columns, width);
  // Rayleigh-Ritz: within the subspace, the eigenvectors of (A·B)ᵀ(A·B) are the right singular vectors.
  const projected = times(matrix, basis, width);
  const { values, vectors } = symmetricEigen(gram(projected, matrix.rows, width), width);
  const components = new Float64Array(matrix.columns * rank);
  for (let row = 0; row < matrix.columns; row++) {
    for (let k = 0; k < rank; k++) {
      let sum = 0;
      for (let j = 0; j < width; j++) sum += basis[row * width + j]! * vectors[k * width + j]!;
      components[row * rank + k] = sum;
    }
  }
  fixSigns(components, matrix.columns, rank);
  const singularValues = Float64Array.from({ length: rank }, (_, k) => Math.sqrt(Math.max(0, values[k]!)));
  return { rank, singularValues, components };
}

/** Sparse `matrix` (rows × columns) times dense `dense` (columns × width). */
export function times(matrix: SparseRows, dense: Float64Array, width: number): Float64Array {
  const result = new Float64Array(matrix.rows * width);
  for (let row = 0; row < matrix.rows; row++) {
    const to = row * width;
    for (let at = matrix.starts[row]!; at < matrix.starts[row + 1]!; at++) {
      const from = matrix.indices[at]! * width;
      const value = matrix.values[at]!;
      for (let k = 0; k < width; k++) result[to + k]! += value * dense[from + k]!;
    }
  }
  return result;
}

/** Transposed sparse `matrix` times dense `dense` (rows × width): columns × width. */
function timesTransposed(matrix: SparseRows, dense: Float64Array, width: number): Float64Array<ArrayBuffer> {
  const result = new Float64Array(matrix.columns * width);
  for (let row = 0; row < matrix.rows; row++) {
    const from = row * width;
    for (let at = matrix.starts[row]!; at < matrix.starts[row + 1]!; at++) {
      const to = matrix.indices[at]! * width;
      const value = matrix.values[at]!;
      for (let k = 0; k < width; k++) result[to + k]! += value * dense[from + k]!;
    }
  }
  return result;
}

/** Makes the columns of a tall matrix orthonormal, in place: Gram-Schmidt, twice, which is enough. */
function orthonormalize(matrix: Float64Array, rows: number, width: number): void {
  const columns = Array.from({ length: width }, (_, k) => {
    const column = new Float64Array(rows);
    for (let row = 0; row < rows; row++) column[row] = matrix[row * width + k]!;
    return column;
  });
  columns.forEach((column, k) => {
    for (let pass = 0; pass < 2; pass++) {
      for (let j = 0; j < k; j++) subtractProjection(column, columns[j]!);
    }
    const length = Math.sqrt(dot(column, column));
    for (let row = 0; row < rows; row++) column[row] = column[row]! / length;
    for (let row = 0; row < rows; row++) matrix[row * width + k] = column[row]!;
  });
}

function subtractProjection(column: Float64Array, unit: Float64Array): void {
  const share = dot(column, unit);
  for (let row = 0; row < column.length; row++) column[row]! -= share * unit[row]!;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

/** matrixᵀ · matrix, width × width. */
function gram(matrix: Float64Array, rows: number, width: number): Float64Array {
  const result = new Float64Array(width * width);
  for (let row = 0; row < rows; row++) {
    for (let i = 0; i < width; i++) {
      const value = matrix[row * width + i]!;
      for (let j = 0; j < width; j++) result[i * width + j]! += value * matrix[row * width + j]!;
    }
  }
  return result;
}

/** A singular vector's sign is arbitrary: the entry of largest magnitude is made positive. */
function fixSigns(components: Float64Array, rows: number, rank: number): void {
  for (let k = 0; k < rank; k++) {
    let largest = 0;
    for (let row = 0; row < rows; row++) {
      const value = components[row * rank + k]!;
      if (Math.abs(value) > Math.abs(largest)) largest = value;
    }
    if (largest < 0) for (let row = 0; row < rows; row++) components[row * rank + k]! *= -1;
  }
}
