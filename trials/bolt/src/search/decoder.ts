/** Between latent points and prompts, both ways, for many at once. */
import { jit, type numpy as np } from '@jax-js/jax';
import type { PreparedData } from '../data/files.js';
import { encodePrompts, type Encoders } from '../gp/latents.js';
import { gaussian } from '../models/gaussian.js';
import { decodeInstructions } from '../models/instruction-vae.js';
import { deviceMatrix, onDevice, parametersIn, type DeviceParameters } from '../models/parameters.js';
import { encodeSets } from '../models/set-vae.js';
import { products, type Prompt } from '../reader.js';
import { ExemplarScorer, splitPoints } from '../scorer/use.js';
import { SetBatches } from '../training/vae-objective.js';

export interface Decoded {
  readonly prompt: Prompt;
  /** Between the decoded embedding and that of the nearest instruction, which is the prompt's. */
  readonly cosine: number;
  /** What the prompt encodes to: d_i + d_x. */
  readonly realised: Float64Array;
}

/** From latent points to prompts that exist. */
export interface Decoder {
  /** @param points - count × (d_i + d_x), as encoded, not standardised */
  decode(points: Float64Array): Decoded[];
}

export class PromptDecoder implements Decoder {
  readonly #data: PreparedData;
  readonly #encoders: Encoders;
  readonly #scorer: ExemplarScorer;
  readonly #lambda: number;
  readonly #sets: SetBatches;
  readonly #instructionPoints: Float32Array;
  readonly #decode: (p: DeviceParameters, latent: np.Array) => np.Array;
  readonly #encode: (p: DeviceParameters, features: np.Array) => np.Array;

  /** @param encoders - with the scorer's parameters under `scorer/` */
  constructor(data: PreparedData, encoders: Encoders, lambda: number) {
    this.#data = data;
    this.#encoders = encoders;
    this.#scorer = new ExemplarScorer(data, encoders.model, encoders.parameters);
    this.#lambda = lambda;
    this.#sets = new SetBatches(data);
    const { exemplars } = data.design[0]!.prompt;
    const all = Array.from(data.heldOut, (_, instruction) => ({ instruction, exemplars }));
    this.#instructionPoints = splitPoints(encodePrompts(encoders, data, all), encoders.model).instructions;
    this.#decode = jit((p: DeviceParameters, latent: np.Array) => decodeInstructions(p, latent));
    const { set } = encoders.model;
    this.#encode = jit((p: DeviceParameters, features: np.Array) => {
      const sets = features.shape[0]! / exemplars.length;
      const { mean, logVariance } = gaussian(encodeSets(p, set, features, sets), set.latent);
      logVariance.dispose();
      return mean;
    });
  }

  decode(points: Float64Array): Decoded[] {
    const { instructions, sets } = splitPoints(points, this.#encoders.model);
    const nearest = this.#nearestInstructions(instructions);
    const chosen = this.#scorer.select(instructions, sets, this.#lambda);
    const prompts = nearest.map(({ instruction }, i) => ({ instruction, exemplars: chosen[i]! }));
    const realised = this.encode(prompts);
    const columns = realised.length / prompts.length;
    return prompts.map((prompt, i) => ({
      prompt,
      cosine: nearest[i]!.cosine,
      realised: realised.slice(i * columns, (i + 1) * columns),
    }));
  }

  /** Prompts × (d_i + d_x): means of both encoders. */
  encode(prompts: readonly Prompt[]): Float64Array {
    const { instructionLatent, set } = this.#encoders.model;
    const { features, targets } = this.#sets.batch(prompts.map(({ exemplars }) => exemplars));
    targets.dispose();
    const p = onDevice(parametersIn(this.#encoders.parameters, 'set/'));
    const setPoints = this.#encode(p, features).dataSync() as Float32Array;
    const columns = instructionLatent + set.latent;
    const points = new Float64Array(prompts.length * columns);
    prompts.forEach(({ instruction }, i) => {
      const from = instruction * instructionLatent;
      points.set(this.#instructionPoints.subarray(from, from + instructionLatent), i * columns);
      points.set(setPoints.subarray(i * set.latent, (i + 1) * set.latent), i * columns + instructionLatent);
    });
    return points;
  }

  #nearestInstructions(latents: Float32Array): { instruction: number; cosine: number }[] {
    const { columns, instructions } = this.#data;
    const latent = this.#encoders.model.instructionLatent;
    const p = onDevice(parametersIn(this.#encoders.parameters, 'instruction/'));
    const wished = this.#decode(
      p,
      deviceMatrix(latents, [latents.length / latent, latent]),
    ).dataSync() as Float32Array;
    const similar = products(wished, instructions.rows, columns);
    const count = instructions.mean.length;
    return Array.from({ length: wished.length / columns }, (_, i) => {
      const row = similar.subarray(i * count, (i + 1) * count);
      const instruction = row.indexOf(Math.max(...row));
      const length = Math.hypot(...wished.subarray(i * columns, (i + 1) * columns));
      return { instruction, cosine: length === 0 ? 0 : row[instruction]! / length };
    });
  }
}
