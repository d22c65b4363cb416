import { numpy as np } from '@jax-js/jax';

/** The two halves of an encoder's output: rows × latent dimensions each. */
export interface Gaussian {
  readonly mean: np.Array;
  readonly logVariance: np.Array;
}

/** Takes over `output`: rows × (2 · dimensions). */
export function gaussian(output: np.Array, dimensions: number): Gaussian {
  return {
    mean: output.ref.slice([], [0, dimensions]),
    logVariance: output.slice([], [dimensions, 2 * dimensions]),
  };
}

/** mean + exp(logVariance / 2) · noise, the reparametrisation of Kingma and Welling (2014). Takes over `noise` only. */
export const sampled = ({ mean, logVariance }: Gaussian, noise: np.Array): np.Array =>
  mean.ref.add(np.exp(logVariance.ref.mul(0.5)).mul(noise));

/** Divergence from the standard normal, as the mean over rows and dimensions; in nats. Takes over both halves. */
export const divergence = ({ mean, logVariance }: Gaussian): np.Array =>
  np.square(mean).add(np.exp(logVariance.ref)).sub(logVariance).sub(1).mean().mul(0.5);

/** (1 - w)·(1 - cosine) + w·squared error per row, averaged over rows. Takes over both. */
export function reconstructionLoss(target: np.Array, decoded: np.Array, weight: number): np.Array {
  const error = np.square(target.ref.sub(decoded.ref)).sum(1);
  const lengths = np.square(target.ref).sum(1).mul(np.square(decoded.ref).sum(1)).add(EPSILON);
  const cosine = target.mul(decoded).sum(1).div(np.sqrt(lengths));
  return cosine
    .mul(weight - 1)
    .add(1 - weight)
    .add(error.mul(weight))
    .mean();
}

const EPSILON = 1e-12;
