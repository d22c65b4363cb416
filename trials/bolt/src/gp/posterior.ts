import { dotBetween, NotPositiveDefiniteError, rowViews } from './cholesky.js';
import { correlate, correlateAll, kernelFrom, scaleFeatures, SCALARS, type Kernel } from './kernel.js';
import { product, solveMeasurements, type Measurements } from './likelihood.js';
import { forward, inputGradient, networkFrom, type Network, type NetworkShape } from './network.js';

/** A fitted Gaussian process and the observations that it is conditioned on, in standardised units. */
export interface Conditioned {
  /** The kernel's vector, then the network's flat weights. */
  readonly parameters: Float64Array;
  readonly columns: number;
  readonly network: NetworkShape | undefined;
  /** rows × columns. */
  readonly inputs: Float64Array;
  readonly measured: Measurements;
}

export interface Prediction {
  /** One a query. */
  readonly means: Float64Array;
  /** Variances of the process itself, without any noise; one a query. */
  readonly variances: Float64Array;
}

/** Of one query, by its inputs. */
export interface PredictionGradient {
  readonly mean: number;
  readonly variance: number;
  readonly meanGradient: Float64Array;
  readonly varianceGradient: Float64Array;
}

/** One measurement in standardised units. */
export interface Observation {
  /** One a column. */
  readonly input: Float64Array;
  readonly target: number;
  /** Known variance; the learned noise comes on top. */
  readonly noise: number;
}

interface State {
  readonly kernel: Kernel;
  readonly network: Network | undefined;
  /** Features of the observations in units of their lengthscales: rows × features. */
  readonly scaled: Float64Array;
  /** Inverse covariance times (targets - mean): rows. */
  readonly weights: Float64Array;
  /** Rows of the inverse covariance. */
  readonly precision: readonly Float64Array[];
}

/**
 * Predicts in standardised units. Source: Rasmussen and Williams 2006, equations 2.25 and 2.26. It multiplies by the
 * inverse covariance instead of solving: one product gives the variance and its gradient.
 */
export class Posterior {
  readonly kernel: Kernel;
  readonly #network: Network | undefined;
  readonly #scaled: Float64Array;
  readonly #weights: Float64Array;
  readonly #precision: readonly Float64Array[];

  private constructor({ kernel, network, scaled, weights, precision }: State) {
    this.kernel = kernel;
    this.#network = network;
    this.#scaled = scaled;
    this.#weights = weights;
    this.#precision = precision;
  }

  /** @throws NotPositiveDefiniteError when the observations' covariance is not, in Float64 */
  static of({ parameters, columns, network, inputs, measured }: Conditioned): Posterior {
    const size = SCALARS + (network?.outputs ?? columns);
    const kernel = kernelFrom(parameters.slice(0, size));
    const deep = network && networkFrom(network, parameters.subarray(size));
    const scaled = scaleFeatures(deep ? forward(deep, inputs).outputs : inputs, kernel);
    const { values } = correlateAll(scaled, kernel.lengthscales.length);
    const { weights, precision } = solveMeasurements(values, kernel, measured);
    return new Posterior({
      kernel,
      network: deep,
      scaled,
      weights,
      precision: rowViews(precision, weights.length),
    });
  }

  /**
   * The posterior after one more observation, with the same kernel, in the time of a product instead of a factor.
   * Source: the inverse of a bordered matrix, Golub and Van Loan, section 2.1.4.
   */
  after({ input, target, noise }: Observation): Posterior {
    const { kernel } = this;
    const { outputscale } = kernel;
    const added = scaleFeatures(this.features(input), kernel);
    const covariances = correlate(added, this.#scaled, added.length).values.map((v) => outputscale * v);
    const size = covariances.length;
    const solved = product(this.#precision, covariances);
    const pivot = outputscale + kernel.noise + noise - dotBetween(covariances, solved, 0, size);
    if (!(pivot > 0)) throw new NotPositiveDefiniteError(size, pivot);
    const residual = target - kernel.mean - dotBetween(covariances, this.#weights, 0, size);
    const border = Float64Array.of(...solved.map((value) => -value), 1);
    const precision = Array.from(border, (scale, i) => {
      const row = border.map((value) => (scale * value) / pivot);
      this.#precision[i]?.forEach((value, j) => (row[j]! += value));
      return row;
    });
    const weights = border.map((value, i) => (this.#weights[i] ?? 0) + (value * residual) / pivot);
    const scaled = Float64Array.of(...this.#scaled, ...added);
    return new Posterior({ kernel, network: this.#network, scaled, weights, precision });
  }

  /** What the kernel compares: the network's outputs, or the inputs themselves. rows × features. */
  features(inputs: Float64Array): Float64Array {
    return this.#network ? forward(this.#network, inputs).outputs : inputs;
  }

  /** @param inputs - queries × columns */
  predict(inputs: Float64Array): Prediction {
    const scaled = scaleFeatures(this.features(inputs), this.kernel);
    const size = this.#precision.length;
    const { values } = correlate(scaled, this.#scaled, this.kernel.lengthscales.length);
    const queries = values.length / size;
    const means = new Float64Array(queries);
    const variances = new Float64Array(queries);
    for (let i = 0; i < queries; i++) {
      const correlated = values.subarray(i * size, (i + 1) * size);
      const { mean, variance } = this.#combine(correlated, quadraticForm(this.#precision, correlated));
      means[i] = mean;
      variances[i] = variance;
    }
    return { means, variances };
  }

  /** @param input - columns */
  predictWithGradient(input: Float64Array): PredictionGradient {
    const pass = this.#network && forward(this.#network, input);
    const scaled = scaleFeatures(pass?.outputs ?? input, this.kernel);
    const { values, slopes } = correlate(scaled, this.#scaled, scaled.length);
    const solved = product(this.#precision, values);
    const { outputscale } = this.kernel;
    const byFeature = this.#featureGradients(scaled, [
      this.#weights.map((weight, i) => outputscale * weight * slopes[i]!),
      solved.map((value, i) => -2 * outputscale ** 2 * value * slopes[i]!),
    ]);
    const [meanGradient, varianceGradient] = byFeature.map((gradient) =>
      this.#network && pass ? inputGradient(this.#network, pass, gradient) : gradient,
    );
    return {
      ...this.#combine(values, dotBetween(values, solved, 0, solved.length)),
      meanGradient: meanGradient!,
      varianceGradient: varianceGradient!,
    };
  }

  /** `explained` is the correlations' quadratic form in the precision. */
  #combine(correlations: Float64Array, explained: number): { mean: number; variance: number } {
    const { outputscale, mean } = this.kernel;
    const weighted = dotBetween(correlations, this.#weights, 0, correlations.length);
    // Rounding may take a variance that is nearly 0 below it.
    const variance = Math.max(0, outputscale - outputscale ** 2 * explained);
    return { mean: mean + outputscale * weighted, variance };
  }

  /** Per list of d/d r², one an observation: their sum with d r² / d feature. Both at once, as that is the same. */
  #featureGradients(
    scaled: Float64Array,
    bySquaredDistance: readonly [Float64Array, Float64Array],
  ): [Float64Array, Float64Array] {
    const columns = scaled.length;
    const first = new Float64Array(columns);
    const second = new Float64Array(columns);
    const [a, b] = bySquaredDistance;
    for (let i = 0; i < a.length; i++) {
      const from = i * columns;
      for (let j = 0; j < columns; j++) {
        const difference = scaled[j]! - this.#scaled[from + j]!;
        first[j]! += a[i]! * difference;
        second[j]! += b[i]! * difference;
      }
    }
    for (let j = 0; j < columns; j++) {
      const factor = 2 / (this.kernel.lengthscales[j]! * Math.sqrt(columns));
      first[j]! *= factor;
      second[j]! *= factor;
    }
    return [first, second];
  }
}

/** vectorᵀ · matrix · vector by the lower triangle of a symmetric matrix, given as its rows. */
function quadraticForm(rows: readonly Float64Array[], vector: Float64Array): number {
  let sum = 0;
  for (const [i, row] of rows.entries()) {
    sum += vector[i]! * (2 * dotBetween(row, vector, 0, i) + row[i]! * vector[i]!);
  }
  return sum;
}
