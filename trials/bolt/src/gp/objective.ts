import type { Random } from '../random.js';
import { kernelVector, SCALARS } from './kernel.js';
import { marginalLikelihood, type Measurements } from './likelihood.js';
import {
  drawWeights,
  forward,
  networkFrom,
  weightGradient,
  weightPrecisions,
  type NetworkShape,
} from './network.js';

/** What a Gaussian process is fitted to, and how. Inputs and targets are standardised. */
export interface Problem {
  /** rows × columns. */
  readonly inputs: Float64Array;
  readonly columns: number;
  readonly measured: Measurements;
  /** The deep kernel's network; without one the inputs themselves are the features. */
  readonly network: NetworkShape | undefined;
  /** Median of the lengthscales' log-normal prior. */
  readonly lengthscalePrior: number;
}

export interface Evaluated {
  readonly value: number;
  readonly gradient: Float64Array;
}

/** Standard deviation of a log lengthscale under its prior: one within a factor e of the median two times in three. */
export const PRIOR_WIDTH = 1;

/** Lengthscales start at 1 whatever their prior; the noise starts at a tenth of the targets' variance. */
export function initialParameters(problem: Problem, random: Random): Float64Array {
  const features = problem.network?.outputs ?? problem.columns;
  const lengthscales = new Float64Array(features).fill(1);
  const kernel = kernelVector({ mean: 0, outputscale: 1, noise: 0.1, lengthscales });
  return Float64Array.of(...kernel, ...(problem.network ? drawWeights(problem.network, random) : []));
}

/**
 * log marginal likelihood plus log prior, up to the prior's constant, with its gradient.
 *
 * @param parameters - the kernel's vector, then the network's flat weights
 * @throws NotPositiveDefiniteError when the covariance is not, in Float64
 */
export function logPosterior(problem: Problem, parameters: Float64Array): Evaluated {
  const { kernelGradient, rest, value } = likelihood(problem, parameters);
  const gradient = Float64Array.of(...kernelGradient, ...rest);
  const priors = priorTerms(problem, parameters);
  let penalty = 0;
  for (const [i, { centre, precision }] of priors.entries()) {
    const offset = parameters[i]! - centre;
    penalty += 0.5 * precision * offset ** 2;
    gradient[i]! -= precision * offset;
  }
  return { value: value - penalty, gradient };
}

function likelihood(problem: Problem, parameters: Float64Array) {
  const { inputs, measured } = problem;
  if (!problem.network) {
    return { ...marginalLikelihood(inputs, parameters, measured), rest: new Float64Array(0) };
  }
  const size = SCALARS + problem.network.outputs;
  const network = networkFrom(problem.network, parameters.subarray(size));
  const pass = forward(network, inputs);
  const result = marginalLikelihood(pass.outputs, parameters.subarray(0, size), measured);
  return { ...result, rest: weightGradient(network, inputs, pass, result.featureGradient) };
}

/** The normal prior of every parameter; precision 0 for those that have none. */
function priorTerms({ network, columns, lengthscalePrior }: Problem, { length }: Float64Array) {
  const features = network?.outputs ?? columns;
  const weights = network ? weightPrecisions(network) : [];
  const lengthscale = { centre: Math.log(lengthscalePrior), precision: 1 / PRIOR_WIDTH ** 2 };
  return Array.from({ length }, (_, i) => {
    if (i < SCALARS) return { centre: 0, precision: 0 };
    return i < SCALARS + features ? lengthscale : { centre: 0, precision: weights[i - SCALARS - features]! };
  });
}
