import { dotBetween } from '../gp/cholesky.js';
import { correlate, scaleFeatures } from '../gp/kernel.js';
import type { Observation, Posterior } from '../gp/posterior.js';

/**
 * The posterior at a fixed set of points, kept up to date as observations come in, one at a time: an observation costs
 * one product of points × observations, where predicting anew costs points × observations². It is the Cholesky
 * factor of the joint covariance, a column an observation. Source: Rasmussen and Williams 2006, algorithm 2.1.
 */
export class GrowingPosterior {
  means: Float64Array;
  variances: Float64Array;
  readonly #posterior: Posterior;
  #points: Float64Array;
  /** Per point its row of the factor, one number an observation so far. */
  #pointRows: Float64Array[];
  /** The same of every observation, and its own diagonal element at the end. */
  #rows: Float64Array[] = [];
  #inputs: Float64Array[] = [];
  readonly #residuals: Float64Array;
  readonly #columns: number;

  /**
   * @param posterior - its kernel is used, not its observations
   * @param points - rows × columns, standardised
   * @param capacity - observations that can come
   */
  constructor(posterior: Posterior, points: Float64Array, capacity: number) {
    this.#posterior = posterior;
    this.#columns = posterior.kernel.lengthscales.length;
    this.#points = scaleFeatures(posterior.features(points), posterior.kernel);
    const count = this.#points.length / this.#columns;
    this.means = new Float64Array(count).fill(posterior.kernel.mean);
    this.variances = new Float64Array(count).fill(posterior.kernel.outputscale);
    this.#pointRows = Array.from({ length: count }, () => new Float64Array(capacity));
    this.#residuals = new Float64Array(capacity);
  }

  /** The same state, going on by itself. */
  fork(): GrowingPosterior {
    const copy = new GrowingPosterior(this.#posterior, new Float64Array(0), this.#residuals.length);
    copy.#take(this);
    return copy;
  }

  #take(other: GrowingPosterior): void {
    this.means = other.means.slice();
    this.variances = other.variances.slice();
    this.#points = other.#points;
    this.#pointRows = other.#pointRows.map((row) => row.slice());
    this.#rows = [...other.#rows];
    this.#inputs = [...other.#inputs];
    this.#residuals.set(other.#residuals);
  }

  add({ input, target, noise }: Observation): void {
    const { kernel } = this.#posterior;
    const scaled = scaleFeatures(this.#posterior.features(input), kernel);
    const size = this.#rows.length;
    const row = this.#observationRow(scaled);
    const pivot = Math.sqrt(kernel.outputscale + kernel.noise + noise - dotBetween(row, row, 0, size));
    const residual = (target - kernel.mean - dotBetween(row, this.#residuals, 0, size)) / pivot;
    const { values } = correlate(scaled, this.#points, this.#columns);
    for (let i = 0; i < values.length; i++) {
      const pointRow = this.#pointRows[i]!;
      const element = (kernel.outputscale * values[i]! - dotBetween(pointRow, row, 0, size)) / pivot;
      pointRow[size] = element;
      this.means[i]! += element * residual;
      this.variances[i] = Math.max(0, this.variances[i]! - element * element);
    }
    row[size] = pivot;
    this.#rows.push(row);
    this.#inputs.push(scaled);
    this.#residuals[size] = residual;
  }

  /** Covariances with the observations so far, by forward substitution; room for the diagonal element. */
  #observationRow(scaled: Float64Array): Float64Array {
    const { outputscale } = this.#posterior.kernel;
    const row = new Float64Array(this.#rows.length + 1);
    for (const [j, other] of this.#rows.entries()) {
      const correlation = correlate(scaled, this.#inputs[j]!, this.#columns).values[0]!;
      row[j] = (outputscale * correlation - dotBetween(row, other, 0, j)) / other[j]!;
    }
    return row;
  }
}
