import { jit, numpy as np, valueAndGrad } from '@jax-js/jax';
import type { PreparedData } from '../data/files.js';
import { randomExemplars } from '../data/pool.js';
import { poolFeatures, setTargets } from '../models/exemplar-sets.js';
import { gather } from '../reader.js';
import { deviceMatrix, type DeviceParameters } from '../models/parameters.js';
import { featureWidth, targetWidth } from '../models/set-vae.js';
import { vaeLoss, type VaeBatch, type VaeModel, type VaeWeights } from '../models/vae.js';
import { Random } from '../random.js';
import type { LossAndGradients, Objective } from './train.js';

export interface VaeTraining extends VaeWeights {
  readonly beta: number;
  /** Steps over which beta grows from 0. */
  readonly warmup: number;
  readonly batch: number;
}

/** Sets that the held-out loss is measured on: always the same, never those of the metrics. */
const HELD_OUT_SETS = 160;

/** The loss of both autoencoders on train instructions and fresh exemplar sets. */
export function vaeObjective(data: PreparedData, model: VaeModel, training: VaeTraining): Objective {
  const loss = vaeLoss(model, training);
  const differentiated = jit(valueAndGrad(loss));
  const evaluated = jit(loss);
  const sets = new SetBatches(data);
  const [train, heldOut] = [0, 1].map((flag) => instructionsWhere(data, flag));
  const random = Random.seeded(0, 'held-out sets');
  const heldOutSets = Array.from({ length: HELD_OUT_SETS }, () => randomExemplars(random));
  return {
    onBatch(parameters, random, step) {
      const picked = random.sample(train!.length, training.batch).map((i) => train![i]!);
      const drawn = Array.from({ length: training.batch }, () => randomExemplars(random));
      const noise = (columns: number): np.Array =>
        deviceMatrix(random.normals(training.batch * columns), [training.batch, columns]);
      const beta = training.beta * Math.min(1, step / training.warmup);
      return readGradients(
        differentiated(parameters, {
          ...instructionBatch(data, picked),
          ...sets.batch(drawn),
          instructionNoise: noise(model.instructionLatent),
          setNoise: noise(model.set.latent),
          beta: np.array(beta),
        }),
      );
    },
    heldOut(parameters) {
      return evaluated(parameters, {
        ...instructionBatch(data, heldOut!),
        ...sets.batch(heldOutSets),
        instructionNoise: np.zeros([heldOut!.length, model.instructionLatent]),
        setNoise: np.zeros([HELD_OUT_SETS, model.set.latent]),
        beta: np.array(training.beta),
      }).item();
    },
  };
}

/** Turns sets of pool positions into device arrays. */
export class SetBatches {
  readonly #data: PreparedData;
  readonly #features: Float32Array;

  constructor(data: PreparedData) {
    this.#data = data;
    this.#features = poolFeatures(data.pool, data.columns);
  }

  batch(sets: readonly (readonly number[])[]): Pick<VaeBatch, 'features' | 'targets'> {
    const { pool, columns } = this.#data;
    const positions = sets.flat();
    const width = featureWidth(columns);
    return {
      features: deviceMatrix(gather(this.#features, width, positions), [positions.length, width]),
      targets: deviceMatrix(setTargets(sets, pool, columns), [sets.length, targetWidth(columns)]),
    };
  }
}

/** Positions of the instructions that are (1) or are not (0) held out. */
export const instructionsWhere = ({ heldOut }: PreparedData, flag: number): number[] =>
  [...heldOut.keys()].filter((i) => heldOut[i] === flag);

function instructionBatch(data: PreparedData, positions: readonly number[]): Pick<VaeBatch, 'instructions'> {
  const rows = gather(data.instructions.rows, data.columns, positions);
  return { instructions: deviceMatrix(rows, [positions.length, data.columns]) };
}

/** To the host; disposes of the device's copies. */
export function readGradients([loss, gradients]: [np.Array, DeviceParameters]): LossAndGradients {
  return {
    loss: loss.item(),
    gradients: Object.fromEntries(
      Object.entries(gradients).map(([name, gradient]) => [name, gradient.dataSync() as Float32Array]),
    ),
  };
}
