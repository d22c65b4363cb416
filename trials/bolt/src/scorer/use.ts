/** A trained scorer in use, from host arrays to host arrays. */
import { jit, type numpy as np } from '@jax-js/jax';
import type { PreparedData } from '../data/files.js';
import { poolFeatures } from '../models/exemplar-sets.js';
import {
  deviceMatrix,
  onDevice,
  parametersIn,
  type DeviceParameters,
  type Parameters,
} from '../models/parameters.js';
import { featureWidth } from '../models/set-vae.js';
import type { VaeModel } from '../models/vae.js';
import { itemScores } from './model.js';
import { scorerModelOf } from './objective.js';
import { poolSimilarities, selectExemplars } from './select.js';

export class ExemplarScorer {
  readonly #data: PreparedData;
  readonly #model: VaeModel;
  readonly #parameters: Parameters;
  readonly #similarities: Float32Array;
  readonly #features: Float32Array;
  readonly #run: (p: DeviceParameters, items: np.Array, instruction: np.Array, set: np.Array) => np.Array;

  /** @param parameters - those under `scorer/` are used */
  constructor(data: PreparedData, model: VaeModel, parameters: Parameters) {
    this.#data = data;
    this.#model = model;
    this.#parameters = parameters;
    this.#similarities = poolSimilarities(data.pool, data.columns);
    this.#features = poolFeatures(data.pool, data.columns);
    this.#run = jit((p: DeviceParameters, items: np.Array, instruction: np.Array, set: np.Array) =>
      itemScores(p, scorerModelOf(model), items, { instruction, set }),
    );
  }

  /** Prompts × pool. @param instructions - prompts × d_i @param sets - prompts × d_x */
  scores(instructions: Float32Array, sets: Float32Array): Float32Array {
    const { instructionLatent, set } = this.#model;
    const prompts = sets.length / set.latent;
    const width = featureWidth(this.#data.columns);
    return this.#run(
      onDevice(parametersIn(this.#parameters, 'scorer/')),
      deviceMatrix(this.#features, [this.#features.length / width, width]),
      deviceMatrix(instructions, [prompts, instructionLatent]),
      deviceMatrix(sets, [prompts, set.latent]),
    ).dataSync() as Float32Array;
  }

  /** Per prompt 8 positions of the pool, in the order of choice. */
  select(instructions: Float32Array, sets: Float32Array, lambda: number): number[][] {
    const { labels } = this.#data.pool;
    const scores = this.scores(instructions, sets);
    return Array.from({ length: scores.length / labels.length }, (_, i) => {
      const row = scores.subarray(i * labels.length, (i + 1) * labels.length);
      return selectExemplars(row, lambda, { labels, similarities: this.#similarities });
    });
  }
}

/** Joined latent points, prompts × (d_i + d_x), as prompts × d_i and prompts × d_x. */
export function splitPoints(
  points: Float64Array,
  { instructionLatent, set }: VaeModel,
): { instructions: Float32Array; sets: Float32Array } {
  const columns = instructionLatent + set.latent;
  const prompts = points.length / columns;
  const instructions = new Float32Array(prompts * instructionLatent);
  const sets = new Float32Array(prompts * set.latent);
  for (let i = 0; i < prompts; i++) {
    const row = points.subarray(i * columns, (i + 1) * columns);
    instructions.set(row.subarray(0, instructionLatent), i * instructionLatent);
    sets.set(row.subarray(instructionLatent), i * set.latent);
  }
  return { instructions, sets };
}
