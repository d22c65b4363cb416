import { expectLength, usable, type Reals } from './arrays.js';

/** Each squaring doubles the exponent, so this is the 2^30th step: enough to part values 1e-8 of each other. */
const SQUARINGS = 30;

/**
 * Largest singular value of a matrix, by power iteration on its Gram matrix. The Gram matrix is squared repeatedly
 * instead of being applied to a vector: the same sequence at exponents 1, 2, 4, ..., with no start vector that could
 * miss the direction and no slow case when two singular values nearly tie.
 * Source: Golub and Van Loan, Matrix Computations, section 7.3.1.
 *
 * @param matrix - `rows` × `columns`
 * @returns at least 0; undefined when the matrix is empty or a number is not finite
 */
export function largestSingularValue(matrix: Reals, rows: number, columns: number): number | undefined {
  expectLength('matrix', matrix, rows * columns);
  if (!usable(matrix)) return undefined;
  const gram = rowProducts(matrix, rows, columns);
  const scale = trace(gram, rows);
  if (scale === 0) return 0;
  let power = gram.map((value) => value / scale);
  for (let i = 0; i < SQUARINGS; i++) {
    // The power is symmetric: products of its rows are its square.
    const square = rowProducts(power, rows, rows);
    const total = trace(square, rows);
    power = square.map((value) => value / total);
  }
  // The power has trace 1 and is by now the projector on the largest direction: the Rayleigh quotient.
  let eigenvalue = 0;
  for (let i = 0; i < gram.length; i++) eigenvalue += gram[i]! * power[i]!;
  return Math.sqrt(eigenvalue);
}

/**
 * lipschitz_constant: the largest singular value of the encoder mean's Jacobian, over held-out instructions: a lower
 * bound of the encoder's Lipschitz constant. At least 0, smaller is smoother. Source: Virmaux and Scaman 2018.
 *
 * @param jacobians - points × rows × columns: latent dimensions × embedding dimensions, one matrix a point
 * @returns undefined when there is no point or a number is not finite
 */
export function lipschitzConstant(jacobians: Reals, rows: number, columns: number): number | undefined {
  const size = rows * columns;
  const points = jacobians.length / size;
  if (!Number.isInteger(points)) expectLength('jacobians', jacobians, Math.round(points) * size);
  if (points === 0) return undefined;
  let largest = 0;
  for (let i = 0; i < points; i++) {
    const value = largestSingularValue(jacobians.subarray(i * size, (i + 1) * size), rows, columns);
    if (value === undefined) return undefined;
    largest = Math.max(largest, value);
  }
  return largest;
}

/** Matrix times its own transpose: `rows` × `rows`. */
function rowProducts(matrix: Reals, rows: number, columns: number): Float64Array {
  const products = new Float64Array(rows * rows);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = 0;
      for (let k = 0; k < columns; k++) sum += matrix[i * columns + k]! * matrix[j * columns + k]!;
      products[i * rows + j] = sum;
      products[j * rows + i] = sum;
    }
  }
  return products;
}

function trace(matrix: Float64Array, size: number): number {
  let sum = 0;
  for (let i = 0; i < size; i++) sum += matrix[i * size + i]!;
  return sum;
}
