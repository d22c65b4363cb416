/** Flat, row-major real numbers. */
export type Reals = Float32Array | Float64Array;

/** Numbers in a row, whatever holds them. */
export type Numbers = Reals | Int32Array | readonly number[];

/** True where `values` holds at least one number and all of them are finite. */
export function usable(values: Numbers): boolean {
  for (const value of values) if (!Number.isFinite(value)) return false;
  return values.length > 0;
}

/** Arithmetic mean of a non-empty list. */
export function mean(values: Numbers): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}

/** Row `index` of a row-major matrix, as a view. */
export function rowOf(matrix: Reals, index: number, columns: number): Reals {
  return matrix.subarray(index * columns, (index + 1) * columns);
}

/** Inner product of two vectors of one length. */
export function dot(a: Reals, b: Reals): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

/** Two arrays that belong together do not fit: a mistake of the caller, unlike data without a defined value. */
export class LengthError extends RangeError {
  constructor(name: string, expected: number, found: number) {
    super(`Expected \`${name}\` to hold ${expected} numbers, got ${found}.`);
    this.name = 'LengthError';
  }
}

/** @throws LengthError when `values` does not hold exactly `expected` numbers */
export function expectLength(name: string, values: Numbers, expected: number): void {
  if (values.length !== expected) throw new LengthError(name, expected, values.length);
}
