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

/** Squared distances of all pairs i > j of points, in the order (1,0), (2,0), (2,1), ..., for each dimension. */
export interface Pairs {
  readonly count: number;
  readonly squared: readonly Float64Array[];
}

export function pairs({ rows, nominal }: Points): Pairs {
  const count = rows.length;
  const squared = nominal.map((isNominal, d) => {
    const distances = new Float64Array((count * (count - 1)) / 2);
    for (let i = 1, pair = 0; i < count; i++) {
      for (let j = 0; j < i; j++, pair++) distances[pair] = squaredDistance(rows[i]![d]!, rows[j]![d]!, isNominal);
    }
    return distances;
  });
  return { count, squared };
}

function squaredDistance(a: number, b: number, nominal: boolean): number {
  return nominal ? Number(a !== b) : (a - b) ** 2;
}

export function inverseSquares({ lengthscales }: Kernel): Float64Array {
  return lengthscales.map((length) => 1 / length ** 2);
}

/** The covariance matrix by rows; the lower triangle and the diagonal alone are filled. */
export function covariance({ count, squared }: Pairs, kernel: Kernel): Float64Array {
  const matrix = new Float64Array(count * count);
  const scale = inverseSquares(kernel);
  for (let i = 0, pair = 0; i < count; i++) {
    matrix[i * count + i] = kernel.signal;
    for (let j = 0; j < i; j++, pair++) {
      let r2 = 0;
      for (let d = 0; d < squared.length; d++) r2 += squared[d]![pair]! * scale[d]!;
      matrix[i * count + j] = kernel.signal * matern(r2);
    }
  }
  return matrix;
}

/** Squared scaled distances of `x` from each of the points. */
export function scaledSquares({ rows, nominal }: Points, scale: Float64Array, x: Float64Array): Float64Array {
  return Float64Array.from({ length: rows.length }, (_, i) => {
    const row = rows[i]!;
    let r2 = 0;
    for (let d = 0; d < x.length; d++) r2 += squaredDistance(row[d]!, x[d]!, nominal[d]!) * scale[d]!;
    return r2;
  });
}

/** Correlation at the squared scaled distance `r2`. */
export function matern(r2: number): number {
  const r = Math.sqrt(5 * r2);
  return (1 + r + (5 / 3) * r2) * Math.exp(-r);
}

/** Derivative of `matern` by half of `r2`. */
export function maternSlope(r2: number): number {
  const r = Math.sqrt(5 * r2);
  return (-5 / 3) * (1 + r) * Math.exp(-r);
}
