import type { numpy as np } from '@jax-js/jax';
import { linearShapes, perceptron } from './layers.js';
import type { DeviceParameters } from './parameters.js';

/** Embeddings have unit length; times √64 their entries have about unit variance. */
export const INPUT_SCALE = 8;
const HIDDEN = 128;
const ENCODER = ['encoder1', 'encoder2', 'encoder3'] as const;
const DECODER = ['decoder1', 'decoder2', 'decoder3'] as const;

/** Perceptrons 64-128-128-2·d and d-128-128-64. */
export const instructionShapes = (columns: number, latent: number): Record<string, readonly number[]> => ({
  ...linearShapes('encoder1', columns, HIDDEN),
  ...linearShapes('encoder2', HIDDEN, HIDDEN),
  ...linearShapes('encoder3', HIDDEN, 2 * latent),
  ...linearShapes('decoder1', latent, HIDDEN),
  ...linearShapes('decoder2', HIDDEN, HIDDEN),
  ...linearShapes('decoder3', HIDDEN, columns),
});

/** Unit embeddings (rows × 64) to means and log variances (rows × 2·d). Takes over `embeddings`. */
export const encodeInstructions = (p: DeviceParameters, embeddings: np.Array): np.Array =>
  perceptron(p, ENCODER, embeddings.mul(INPUT_SCALE));

/** Latent rows to embeddings, not normalised. Takes over `latent`. */
export const decodeInstructions = (p: DeviceParameters, latent: np.Array): np.Array =>
  perceptron(p, DECODER, latent).mul(1 / INPUT_SCALE);
