/**
 * Eigenvalues (largest first) and eigenvectors of a symmetric matrix, by cyclic Jacobi rotations.
 * Source: Golub and Van Loan, Matrix Computations, section 8.5.
 *
 * @param symmetric - `size` × `size`, left as it is
 * @returns vectors as rows: row i belongs to value i
 */
export function symmetricEigen(
  symmetric: Float64Array,
  size: number,
): { values: Float64Array; vectors: Float64Array } {
  const a = symmetric.slice();
  const v = new Float64Array(size * size);
  for (let i = 0; i < size; i++) v[i * size + i] = 1;
  for (let sweep = 0; sweep < MAX_SWEEPS && offDiagonal(a, size) > TOLERANCE * norm(a); sweep++) {
    for (let p = 0; p < size - 1; p++) for (let q = p + 1; q < size; q++) rotate(a, v, [size, p, q]);
  }
  const order = Array.from({ length: size }, (_, i) => i).sort(
    (i, j) => a[j * size + j]! - a[i * size + i]! || i - j,
  );
  const vectors = new Float64Array(size * size);
  order.forEach((from, to) => vectors.set(v.subarray(from * size, (from + 1) * size), to * size));
  return { values: Float64Array.from(order, (i) => a[i * size + i]!), vectors };
}

const MAX_SWEEPS = 60;
const TOLERANCE = 1e-15;

/** Turns rows and columns p and q of `a` so that its entry (p, q) becomes 0, and rows p and q of `v` with them. */
function rotate(a: Float64Array, v: Float64Array, [size, p, q]: readonly [number, number, number]): void {
  const apq = a[p * size + q]!;
  if (apq === 0) return;
  const theta = (a[q * size + q]! - a[p * size + p]!) / (2 * apq);
  const t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
  const c = 1 / Math.sqrt(t * t + 1);
  const s = t * c;
  for (let k = 0; k < size; k++) {
    const kp = a[k * size + p]!;
    const kq = a[k * size + q]!;
    a[k * size + p] = c * kp - s * kq;
    a[k * size + q] = s * kp + c * kq;
  }
  rotateRows(a, size, { p, q, c, s });
  rotateRows(v, size, { p, q, c, s });
}

interface Rotation {
  readonly p: number;
  readonly q: number;
  readonly c: number;
  readonly s: number;
}

function rotateRows(m: Float64Array, size: number, { p, q, c, s }: Rotation): void {
  for (let k = 0; k < size; k++) {
    const pk = m[p * size + k]!;
    const qk = m[q * size + k]!;
    m[p * size + k] = c * pk - s * qk;
    m[q * size + k] = s * pk + c * qk;
  }
}

function offDiagonal(a: Float64Array, size: number): number {
  let sum = 0;
  for (let i = 0; i < size; i++) for (let j = 0; j < size; j++) if (i !== j) sum += a[i * size + j]! ** 2;
  return Math.sqrt(sum);
}

const norm = (a: Float64Array): number => Math.sqrt(a.reduce((sum, value) => sum + value * value, 0));
