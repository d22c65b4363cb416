import type { numpy as np } from '@jax-js/jax';
import {
  inducedBlock,
  inducedShapes,
  learnedQueryBlock,
  learnedQueryShapes,
  linear,
  linearShapes,
  perceptron,
  type AttentionSize,
} from './layers.js';
import { INPUT_SCALE } from './instruction-vae.js';
import type { DeviceParameters } from './parameters.js';

export interface SetModel extends AttentionSize {
  readonly latent: number;
  /** Inducing points of each induced block. */
  readonly points: number;
}

const DECODER_HIDDEN = 128;

/** Features of an exemplar are its embedding (× √64), its label as ±1, and zeros up to a multiple of four, which is faster. */
export const featureWidth = (columns: number): number => Math.ceil((columns + 1) / 4) * 4;
/** A set's target: sum of spam embeddings / 4, sum of ham embeddings / 4, share of spam - 0.5, zeros as above. */
export const targetWidth = (columns: number): number => Math.ceil((2 * columns + 1) / 4) * 4;

/** Induced block, induced block, pooling by attention, beside it the mean of the features; then a perceptron back. */
export const setShapes = (columns: number, model: SetModel): Record<string, readonly number[]> => ({
  ...linearShapes('embed', featureWidth(columns), model.hidden),
  ...inducedShapes('induced1', model, model.points),
  ...inducedShapes('induced2', model, model.points),
  ...learnedQueryShapes('pool', model, 1),
  ...linearShapes('pooled', model.hidden, 2 * model.latent),
  ...linearShapes('skip', featureWidth(columns), 2 * model.latent),
  ...linearShapes('decoder1', model.latent, DECODER_HIDDEN),
  ...linearShapes('decoder2', DECODER_HIDDEN, targetWidth(columns)),
});

/** Sets of equal size as rows below one another, (sets · size) × features, to sets × 2·d. Takes over `features`. */
export function encodeSets(p: DeviceParameters, model: SetModel, features: np.Array, sets: number): np.Array {
  const size = features.shape[0]! / sets;
  const mean = features.ref.reshape([sets, size, -1]).mean(1);
  const start = { values: linear(p, 'embed', features), sets, size };
  const mixed = inducedBlock(p, 'induced2', model, inducedBlock(p, 'induced1', model, start));
  const pooled = learnedQueryBlock(p, 'pool', model, mixed);
  return linear(p, 'pooled', pooled.values).add(linear(p, 'skip', mean));
}

/** Takes over `latent`: sets × d, to sets × target. */
export const decodeSets = (p: DeviceParameters, latent: np.Array): np.Array =>
  perceptron(p, ['decoder1', 'decoder2'], latent).mul(1 / INPUT_SCALE);
