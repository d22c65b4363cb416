/** Labels mails by a prompt. What BOLT optimises is the error of a reader on held-out mail. */

/** An instruction and its exemplars, as positions in the lists of instructions and of the pool. */
export interface Prompt {
  readonly instruction: number;
  readonly exemplars: readonly number[];
}

/** A language model behind an endpoint would be another reader. */
export interface Reader {
  /** How many mails it reads. */
  readonly mails: number;
  /** Share of wrongly labelled mails among the first `count`, in [0, 1]. */
  error(prompt: Prompt, count?: number): number;
}

/** Rows of unit length with 1 for spam, 0 for ham. */
export interface LabelledRows {
  readonly rows: Float32Array;
  readonly labels: Uint8Array;
}

/** All that a reader compares mails with. */
export interface PromptParts {
  readonly instructions: {
    readonly rows: Float32Array;
    /** Per instruction: mean and standard deviation of its cosine with the fit mails. */
    readonly mean: Float32Array;
    readonly deviation: Float32Array;
  };
  readonly pool: LabelledRows;
  readonly columns: number;
}

export const TEMPERATURE = 0.1;
export const INSTRUCTION_WEIGHT = 0.25;
const MAX_SCORE = 2;

/**
 * A deterministic reader that learns in context: exemplars vote with the weight exp(cos(mail, exemplar) / 0.1), the
 * instruction shifts the vote by its standardised similarity Q to the mail. A mail is spam iff
 * Σ w_k·y_k / Σ w_k - 0.5 + 0.25·Q > 0, with Q clipped to [-2, 2].
 */
export class SimilarityReader implements Reader {
  readonly mails: number;
  readonly labels: Uint8Array;
  readonly poolLabels: Uint8Array;
  /** Pool × mails: exp(cos / 0.1). */
  readonly weights: Float32Array;
  /** Instructions × mails: 0.25·Q. */
  readonly shifts: Float32Array;
  readonly #votes: Float64Array<ArrayBuffer>;

  constructor(mails: LabelledRows, { instructions, pool, columns }: PromptParts) {
    this.mails = mails.labels.length;
    this.labels = mails.labels;
    this.poolLabels = pool.labels;
    this.weights = products(pool.rows, mails.rows, columns).map((cosine) => Math.exp(cosine / TEMPERATURE));
    this.shifts = products(instructions.rows, mails.rows, columns);
    for (let i = 0; i < this.shifts.length; i++) {
      const instruction = Math.floor(i / this.mails);
      const score =
        (this.shifts[i]! - instructions.mean[instruction]!) / instructions.deviation[instruction]!;
      this.shifts[i] = INSTRUCTION_WEIGHT * Math.min(MAX_SCORE, Math.max(-MAX_SCORE, score));
    }
    this.#votes = new Float64Array(this.mails);
  }

  error(prompt: Prompt, count = this.mails): number {
    const correct = this.correct(prompt);
    let right = 0;
    for (let i = 0; i < count; i++) right += correct[i]!;
    return (count - right) / count;
  }

  /** Per mail 1 where the prompt's label is the true one. */
  correct(prompt: Prompt): Uint8Array {
    const votes = this.votes(prompt, this.#votes);
    return this.labels.map((label, i) => (votes[i]! > 0 === (label === 1) ? 1 : 0));
  }

  /**
   * Per mail Σ w_k·(y_k - 0.5 + 0.25·Q): the rule above times Σ w_k, which is positive. Being a plain sum over the
   * exemplars, it lets one of them be replaced without reading the prompt anew.
   */
  votes({ instruction, exemplars }: Prompt, into = new Float64Array(this.mails)): Float64Array<ArrayBuffer> {
    into.fill(0);
    for (const exemplar of exemplars) {
      const base = exemplar * this.mails;
      const shift = instruction * this.mails;
      const vote = this.poolLabels[exemplar]! - 0.5;
      for (let i = 0; i < this.mails; i++)
        into[i]! += this.weights[base + i]! * (vote + this.shifts[shift + i]!);
    }
    return into;
  }
}

/** Rows of `a` times rows of `b`: a's rows × b's rows. Four sums at a time, because one would wait for itself. */
export function products(a: Float32Array, b: Float32Array, columns: number): Float32Array {
  const n = a.length / columns;
  const m = b.length / columns;
  const result = new Float32Array(n * m);
  for (let i = 0; i < n; i++) {
    const row = a.subarray(i * columns, (i + 1) * columns);
    let j = 0;
    for (; j + 3 < m; j += 4) fourProducts(row, b, { from: j * columns, result, to: i * m + j });
    for (; j < m; j++) {
      let sum = 0;
      for (let k = 0; k < columns; k++) sum += row[k]! * b[j * columns + k]!;
      result[i * m + j] = sum;
    }
  }
  return result;
}

function fourProducts(
  row: Float32Array,
  matrix: Float32Array,
  { from, result, to }: { from: number; result: Float32Array; to: number },
): void {
  const columns = row.length;
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  for (let k = 0, at = from; k < columns; k++, at++) {
    const value = row[k]!;
    s0 += value * matrix[at]!;
    s1 += value * matrix[at + columns]!;
    s2 += value * matrix[at + 2 * columns]!;
    s3 += value * matrix[at + 3 * columns]!;
  }
  result[to] = s0;
  result[to + 1] = s1;
  result[to + 2] = s2;
  result[to + 3] = s3;
}

/** The rows of a matrix at the given positions, below one another. */
export function gather(matrix: Float32Array, columns: number, positions: ArrayLike<number>): Float32Array {
  const result = new Float32Array(positions.length * columns);
  for (let i = 0; i < positions.length; i++) {
    const from = positions[i]! * columns;
    result.set(matrix.subarray(from, from + columns), i * columns);
  }
  return result;
}

/** Mean and standard deviation (over all, not a sample) of every row. */
export function rowStatistics(
  matrix: Float32Array,
  columns: number,
): { mean: Float32Array; deviation: Float32Array } {
  const rows = matrix.length / columns;
  const mean = new Float32Array(rows);
  const deviation = new Float32Array(rows);
  for (let i = 0; i < rows; i++) {
    const row = matrix.subarray(i * columns, (i + 1) * columns);
    const average = row.reduce((sum, value) => sum + value, 0) / columns;
    mean[i] = average;
    deviation[i] = Math.sqrt(row.reduce((sum, value) => sum + (value - average) ** 2, 0) / columns);
  }
  return { mean, deviation };
}
