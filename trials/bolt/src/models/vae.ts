/** Both autoencoders together: what the phase `vae` trains, and what later phases read of it. */
import type { numpy as np } from '@jax-js/jax';
import { divergence, gaussian, reconstructionLoss, sampled, type Gaussian } from './gaussian.js';
import { decodeInstructions, encodeInstructions, instructionShapes } from './instruction-vae.js';
import { glorot, initialParameters, narrow, type DeviceParameters, type Parameters } from './parameters.js';
import { decodeSets, encodeSets, setShapes, type SetModel } from './set-vae.js';
import type { Random } from '../random.js';

export interface VaeModel {
  readonly columns: number;
  readonly instructionLatent: number;
  readonly set: SetModel;
}

export interface VaeWeights {
  /** Share of the squared error in the reconstruction loss; the rest is the cosine's. */
  readonly squaredError: number;
  readonly exemplars: number;
}

/** Instruction parameters begin with `instruction/`, set parameters with `set/`. */
export function initialVae({ columns, instructionLatent, set }: VaeModel, random: Random): Parameters {
  const instructions = withPrefix(instructionShapes(columns, instructionLatent), 'instruction/');
  const sets = withPrefix(setShapes(columns, set), 'set/');
  return { ...initialParameters(instructions, random, narrow), ...initialParameters(sets, random, glorot) };
}

// Types and not interfaces, because jax-js maps over their fields.
/* eslint-disable @typescript-eslint/consistent-type-definitions */
export type VaeBatch = {
  /** rows × 64, unit length. */
  instructions: np.Array;
  /** (sets · size) × features. */
  features: np.Array;
  /** sets × target. */
  targets: np.Array;
  /** rows × d_i and sets × d_x, standard normal (zero for the loss at the means). */
  instructionNoise: np.Array;
  setNoise: np.Array;
  /** A number: the weight of the divergence. */
  beta: np.Array;
};
/* eslint-enable @typescript-eslint/consistent-type-definitions */

/** rec_i + 3·rec_x + beta·(KL_i + KL_x). */
export function vaeLoss(
  model: VaeModel,
  weights: VaeWeights,
): (p: DeviceParameters, batch: VaeBatch) => np.Array {
  return (p, batch) => {
    const instructions = instructionPart(subset(p, 'instruction/'), model, weights, batch);
    const sets = setPart(subset(p, 'set/'), model, weights, batch);
    return instructions.rec
      .add(sets.rec.mul(weights.exemplars))
      .add(instructions.kl.add(sets.kl).mul(batch.beta));
  };
}

interface Part {
  readonly rec: np.Array;
  readonly kl: np.Array;
}

function instructionPart(p: DeviceParameters, model: VaeModel, weights: VaeWeights, batch: VaeBatch): Part {
  const latent = gaussian(encodeInstructions(p, batch.instructions.ref), model.instructionLatent);
  const decoded = decodeInstructions(p, sampled(latent, batch.instructionNoise));
  return part(latent, reconstructionLoss(batch.instructions, decoded, weights.squaredError));
}

/** The set part of the loss alone: the phase `scorer` trains it further. */
export function setPart(
  p: DeviceParameters,
  model: VaeModel,
  weights: VaeWeights,
  batch: Omit<VaeBatch, 'beta'>,
): Part {
  const sets = batch.targets.shape[0]!;
  const latent = gaussian(encodeSets(p, model.set, batch.features, sets), model.set.latent);
  const decoded = decodeSets(p, sampled(latent, batch.setNoise));
  return part(latent, reconstructionLoss(batch.targets, decoded, weights.squaredError));
}

const part = (latent: Gaussian, rec: np.Array): Part => ({ rec, kl: divergence(latent) });

/** Those parameters whose names begin with `prefix`, without it. */
export const subset = (p: DeviceParameters, prefix: string): DeviceParameters =>
  Object.fromEntries(
    Object.entries(p)
      .filter(([name]) => name.startsWith(prefix))
      .map(([name, array]) => [name.slice(prefix.length), array]),
  );

export const withPrefix = (
  shapes: Record<string, readonly number[]>,
  prefix: string,
): Record<string, readonly number[]> =>
  Object.fromEntries(Object.entries(shapes).map(([name, shape]) => [`${prefix}${name}`, shape]));
