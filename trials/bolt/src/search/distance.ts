/** Mean Euclidean distance of two different rows; 0 for fewer than two. @param matrix - rows × columns */
export function meanDistance(matrix: Float64Array, columns: number): number {
  const rows = matrix.length / columns;
  let sum = 0;
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < i; j++) {
      let squares = 0;
      for (let k = 0; k < columns; k++) squares += (matrix[i * columns + k]! - matrix[j * columns + k]!) ** 2;
      sum += Math.sqrt(squares);
    }
  }
  return rows < 2 ? 0 : sum / ((rows * (rows - 1)) / 2);
}
