/** Mean and standard deviation of every column. A column that does not vary has deviation 1: it becomes 0. */
export interface Standardisation {
  readonly means: Float64Array;
  readonly deviations: Float64Array;
}

/**
 * Deviations are over all rows, not of a sample.
 *
 * @param matrix - rows × `columns`, at least one row
 */
export function standardisation(matrix: Float64Array, columns: number): Standardisation {
  const rows = matrix.length / columns;
  const means = new Float64Array(columns);
  for (let i = 0; i < matrix.length; i++) means[i % columns]! += matrix[i]! / rows;
  const squares = new Float64Array(columns);
  for (let i = 0; i < matrix.length; i++) {
    squares[i % columns]! += (matrix[i]! - means[i % columns]!) ** 2 / rows;
  }
  return { means, deviations: squares.map((square) => (square > 0 ? Math.sqrt(square) : 1)) };
}

/** @param matrix - rows × columns */
export function standardise(matrix: Float64Array, { means, deviations }: Standardisation): Float64Array {
  const columns = means.length;
  return matrix.map((value, i) => (value - means[i % columns]!) / deviations[i % columns]!);
}
