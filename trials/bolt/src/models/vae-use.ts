/** Trained autoencoders in use, from host arrays to host arrays. */
import type { numpy as np } from '@jax-js/jax';
import { grad, jit } from '@jax-js/jax';
import type { PreparedData } from '../data/files.js';
import { cosineRanks } from '../metrics/index.js';
import { instructionsWhere, SetBatches } from '../training/vae-objective.js';
import { setTargets } from './exemplar-sets.js';
import { gather } from '../reader.js';
import { gaussian } from './gaussian.js';
import { decodeInstructions, encodeInstructions } from './instruction-vae.js';
import {
  deviceMatrix,
  onDevice,
  parametersIn,
  type DeviceParameters,
  type Parameters,
} from './parameters.js';
import { decodeSets, encodeSets, targetWidth } from './set-vae.js';
import type { VaeModel } from './vae.js';

export interface Reconstruction {
  readonly rows: number;
  /** rows × columns. */
  readonly original: Float32Array;
  readonly decoded: Float32Array;
  /** rows × latent dimensions. */
  readonly means: Float32Array;
  readonly logVariances: Float32Array;
  /** Per row how many candidates are at least as near to what was decoded as its own original. */
  readonly ranks: Int32Array | undefined;
}

/** Instructions at `positions` through their means and back; ranked among all instructions. */
export function reconstructInstructions(
  parameters: Parameters,
  model: VaeModel,
  data: PreparedData,
  positions: readonly number[],
): Reconstruction {
  const columns = data.columns;
  const original = gather(data.instructions.rows, columns, positions);
  const p = onDevice(parametersIn(parameters, 'instruction/'));
  const run = jit((p: DeviceParameters, x: np.Array) => {
    const { mean, logVariance } = gaussian(encodeInstructions(p, x), model.instructionLatent);
    return [decodeInstructions(p, mean.ref), mean, logVariance];
  });
  const [decoded, means, logVariances] = read(run(p, deviceMatrix(original, [positions.length, columns])));
  const lookup = { queries: decoded, candidates: data.instructions.rows, own: positions, columns };
  return { rows: positions.length, original, decoded, means, logVariances, ranks: cosineRanks(lookup) };
}

/** Sets of pool positions through their means and back; ranked among one another. */
export function reconstructSets(
  parameters: Parameters,
  model: VaeModel,
  data: PreparedData,
  sets: readonly (readonly number[])[],
): Reconstruction {
  const p = onDevice(parametersIn(parameters, 'set/'));
  const run = jit((p: DeviceParameters, features: np.Array) => {
    const { mean, logVariance } = gaussian(encodeSets(p, model.set, features, sets.length), model.set.latent);
    return [decodeSets(p, mean.ref), mean, logVariance];
  });
  const batch = new SetBatches(data).batch(sets);
  batch.targets.dispose();
  const [decoded, means, logVariances] = read(run(p, batch.features));
  const original = setTargets(sets, data.pool, data.columns);
  const own = sets.map((_, i) => i);
  const ranks = cosineRanks({
    queries: decoded,
    candidates: original,
    own,
    columns: targetWidth(data.columns),
  });
  return { rows: sets.length, original, decoded, means, logVariances, ranks };
}

/**
 * Derivative of the instruction encoder's mean by the unit embedding, at every held-out instruction:
 * points × latent × columns.
 */
export function encoderJacobians(
  parameters: Parameters,
  { instructionLatent: latent }: VaeModel,
  data: PreparedData,
): { jacobians: Float32Array; rows: number } {
  const positions = instructionsWhere(data, 1);
  const columns = data.columns;
  // A row of one point's mean depends on that point alone: one gradient gives that row for all points.
  const rowGradient = jit(
    grad(
      (x: np.Array, p: DeviceParameters, pick: np.Array) =>
        gaussian(encodeInstructions(p, x), latent).mean.mul(pick).sum(),
      { argnums: 0 },
    ),
  );
  const jacobians = new Float32Array(positions.length * latent * columns);
  for (let row = 0; row < latent; row++) {
    const x = deviceMatrix(gather(data.instructions.rows, columns, positions), [positions.length, columns]);
    const pick = new Float32Array(latent);
    pick[row] = 1;
    const p = onDevice(parametersIn(parameters, 'instruction/'));
    const gradient = rowGradient(x, p, deviceMatrix(pick, [1, latent])).dataSync();
    for (let point = 0; point < positions.length; point++) {
      jacobians.set(
        gradient.subarray(point * columns, (point + 1) * columns) as Float32Array,
        (point * latent + row) * columns,
      );
    }
  }
  return { jacobians, rows: latent };
}

const read = (arrays: np.Array[]): [Float32Array, Float32Array, Float32Array] =>
  arrays.map((array) => array.dataSync()) as [Float32Array, Float32Array, Float32Array];
