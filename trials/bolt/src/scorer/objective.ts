import { jit, numpy as np, valueAndGrad } from '@jax-js/jax';
import type { PreparedData } from '../data/files.js';
import { POOL_PER_LABEL } from '../data/pool.js';
import type { Relevance } from '../data/relevance.js';
import { divergence, gaussian, reconstructionLoss, sampled } from '../models/gaussian.js';
import { poolFeatures } from '../models/exemplar-sets.js';
import {
  deviceMatrix,
  glorot,
  initialParameters,
  type DeviceParameters,
  type Parameters,
} from '../models/parameters.js';
import { decodeSets, encodeSets, featureWidth, setShapes } from '../models/set-vae.js';
import { subset, withPrefix, type VaeModel, type VaeWeights } from '../models/vae.js';
import { Random } from '../random.js';
import { gather } from '../reader.js';
import type { Objective } from '../training/train.js';
import { readGradients, SetBatches } from '../training/vae-objective.js';
import { standardisedEffects } from './grades.js';
import { listMasks, listMle, type ListMasks } from './list-mle.js';
import { itemScores, scorerShapes, type ScorerModel } from './model.js';

export interface ScorerTraining extends VaeWeights {
  readonly beta: number;
  readonly selection: number;
  readonly batch: number;
}

/** Items of each label in a list. */
const LIST_PER_LABEL = 32;
/** Of the training prompts, those that the held-out loss is measured on. */
const HELD_OUT_PROMPTS = 100;

export const scorerModelOf = ({ columns, instructionLatent, set }: VaeModel): ScorerModel => ({
  columns,
  instructionLatent,
  setLatent: set.latent,
  hidden: set.hidden,
  heads: set.heads,
});

/** Set encoder and decoder under `set/`, scorer under `scorer/`. */
export function initialScorer(model: VaeModel, random: Random): Parameters {
  const shapes = {
    ...withPrefix(setShapes(model.columns, model.set), 'set/'),
    ...withPrefix(scorerShapes(scorerModelOf(model)), 'scorer/'),
  };
  return initialParameters(shapes, random, glorot);
}

// Not an interface, because jax-js maps over its fields.

type ScorerBatch = ListMasks & {
  features: np.Array;
  targets: np.Array;
  /** Prompts × d_i: means of the frozen instruction encoder. */
  instructions: np.Array;
  /** Prompts × d_x. */
  noise: np.Array;
  /** Items × features. */
  items: np.Array;
};

/** 3·rec_x + beta·KL_x + selection·ListMLE. */
function scorerLoss(
  model: VaeModel,
  weights: ScorerTraining,
): (p: DeviceParameters, batch: ScorerBatch) => np.Array {
  return (p, { features, targets, instructions, noise, items, ...masks }) => {
    const set = subset(p, 'set/');
    const latent = gaussian(encodeSets(set, model.set, features, targets.shape[0]!), model.set.latent);
    const decoded = decodeSets(set, sampled(latent, noise));
    const points = { instruction: instructions, set: latent.mean.ref };
    const scores = itemScores(subset(p, 'scorer/'), scorerModelOf(model), items, points);
    return reconstructionLoss(targets, decoded, weights.squaredError)
      .mul(weights.exemplars)
      .add(divergence(latent).mul(weights.beta))
      .add(listMle(scores, masks).mul(weights.selection));
  };
}

/**
 * The scorer's loss on prompts whose relevance was measured on fit mails. The last 100 of them are never trained on:
 * they tell when to stop. @param instructionPoints - instructions × d_i
 */
export function scorerObjective(
  data: PreparedData,
  relevance: Relevance,
  instructionPoints: Float32Array,
  [model, training]: [VaeModel, ScorerTraining],
): Objective {
  const loss = scorerLoss(model, training);
  const differentiated = jit(valueAndGrad(loss));
  const evaluated = jit(loss);
  const batches = new ScorerBatches(data, relevance, instructionPoints);
  const count = relevance.prompts.length - HELD_OUT_PROMPTS;
  const heldOut = Array.from({ length: HELD_OUT_PROMPTS }, (_, i) => count + i);
  const heldOutItems = drawList(Random.seeded(0, 'held-out list'));
  return {
    onBatch(parameters, random) {
      const prompts = random.sample(count, training.batch);
      const noise = random.normals(training.batch * model.set.latent);
      return readGradients(
        differentiated(parameters, {
          ...batches.batch(prompts, drawList(random)),
          noise: deviceMatrix(noise, [training.batch, model.set.latent]),
        }),
      );
    },
    heldOut(parameters) {
      const noise = np.zeros([HELD_OUT_PROMPTS, model.set.latent]);
      return evaluated(parameters, { ...batches.batch(heldOut, heldOutItems), noise }).item();
    },
  };
}

/** 32 spam and 32 ham exemplars, in random order of each. */
export function drawList(random: Random): number[] {
  const spam = random.sample(POOL_PER_LABEL, LIST_PER_LABEL);
  const ham = random.sample(POOL_PER_LABEL, LIST_PER_LABEL);
  return [...spam, ...ham.map((i) => i + POOL_PER_LABEL)];
}

class ScorerBatches {
  readonly #data: PreparedData;
  readonly #relevance: Relevance;
  readonly #instructionPoints: Float32Array;
  readonly #effects: Float32Array;
  readonly #features: Float32Array;
  readonly #sets: SetBatches;

  constructor(data: PreparedData, relevance: Relevance, instructionPoints: Float32Array) {
    this.#data = data;
    this.#relevance = relevance;
    this.#instructionPoints = instructionPoints;
    this.#effects = standardisedEffects(relevance);
    this.#features = poolFeatures(data.pool, data.columns);
    this.#sets = new SetBatches(data);
  }

  batch(positions: readonly number[], items: readonly number[]): Omit<ScorerBatch, 'noise'> {
    const prompts = positions.map((i) => this.#relevance.prompts[i]!);
    const latent = this.#instructionPoints.length / this.#data.heldOut.length;
    const instructions = gather(
      this.#instructionPoints,
      latent,
      prompts.map(({ instruction }) => instruction),
    );
    const pool = this.#data.pool.labels.length;
    const effects = Float32Array.from(
      positions.flatMap((i) => items.map((item) => this.#effects[i * pool + item]!)),
    );
    const width = featureWidth(this.#data.columns);
    return {
      ...this.#sets.batch(prompts.map(({ exemplars }) => exemplars)),
      ...listMasks(effects, items.length),
      instructions: deviceMatrix(instructions, [positions.length, latent]),
      items: deviceMatrix(gather(this.#features, width, items), [items.length, width]),
    };
  }
}
