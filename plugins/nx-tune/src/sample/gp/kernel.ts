/**
 * The Matern kernel of smoothness 5/2 with a lengthscale for each dimension (ARD): with r the scaled distance,
 * k = signal (1 + sqrt5 r + 5/3 r^2) exp(-sqrt5 r). C. E. Rasmussen and C. K. I. Williams, Gaussian Processes for
 * Machine Learning (2006), equation 4.17. Two values of a nominal dimension are 0 or 1 apart.
 */

export interface Kernel {
  readonly lengthscales: Float64Array;
  /** Variance of the function. */
  readonly signal: number;
}

/** Points of the same dimensions. */
export interface Points {
  readonly rows: readonly Float64Array[];
  readonly nominal: readonly boolean[];
}

/** Pairs i > j of points, in the order (1,0), (2,0), (2,1), ... */
export interface Pairs {
  /** Of points. */
  readonly count: number;
  readonly nominal: readonly boolean[];
  /** Squared distances: all dimensions of the first pair, then of the second, ... */
  readonly squares: Float64Array;
}

/** By pair: the correlation, and its derivative by half of the squared scaled distance. */
export interface Correlations {
  readonly value: Float64Array;
  readonly slope: Float64Array;
}

export function pairs({ rows, nominal }: Points): Pairs {
  const [count, dimensions] = [rows.length, nominal.length];
  const squares = new Float64Array(((count * (count - 1)) / 2) * dimensions);
  for (let i = 1, at = 0; i < count; i++) {
    for (let j = 0; j < i; j++) {
      for (let d = 0; d < dimensions; d++) squares[at++] = square(rows[i]![d]!, rows[j]![d]!, nominal[d]!);
    }
  }
  return { count, nominal, squares };
}

export function correlations({ count, squares }: Pairs, kernel: Kernel): Correlations {
  const dimensions = kernel.lengthscales.length;
  const scale = inverseSquares(kernel);
  const value = new Float64Array((count * (count - 1)) / 2);
  const slope = new Float64Array(value.length);
  for (let pair = 0, at = 0; pair < value.length; pair++) {
    let r2 = 0;
    for (let d = 0; d < dimensions; d++) r2 += squares[at++]! * scale[d]!;
    const r = Math.sqrt(5 * r2);
    const decay = Math.exp(-r);
    value[pair] = (1 + r + (5 / 3) * r2) * decay;
    slope[pair] = (-5 / 3) * (1 + r) * decay;
  }
  return { value, slope };
}

/** The covariance matrix by rows, `diagonal` on its diagonal; the part above that stays 0. */
export function covariance(
  count: number,
  { value }: Correlations,
  signal: number,
  diagonal: number,
): Float64Array {
  const matrix = new Float64Array(count * count);
  for (let i = 0, pair = 0; i < count; i++) {
    for (let j = 0; j < i; j++) matrix[i * count + j] = signal * value[pair++]!;
    matrix[i * count + i] = diagonal;
  }
  return matrix;
}

/** Correlations of `x` with each of the points, written over `value` and `slope`. */
export function correlateTo(
  { rows, nominal }: Points,
  scale: Float64Array,
  x: Float64Array,
  to: Correlations,
): void {
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!;
    let r2 = 0;
    for (let d = 0; d < x.length; d++) r2 += square(row[d]!, x[d]!, nominal[d]!) * scale[d]!;
    const r = Math.sqrt(5 * r2);
    const decay = Math.exp(-r);
    to.value[i] = (1 + r + (5 / 3) * r2) * decay;
    to.slope[i] = (-5 / 3) * (1 + r) * decay;
  }
}

export function inverseSquares({ lengthscales }: Kernel): Float64Array {
  return lengthscales.map((length) => 1 / length ** 2);
}

function square(a: number, b: number, nominal: boolean): number {
  return nominal ? (a === b ? 0 : 1) : (a - b) * (a - b);
}
