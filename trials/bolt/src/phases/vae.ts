/** The autoencoders of instructions and exemplar sets: a continuous space to search for prompts in. */
import { log, numberParameter, type TrialConfig } from 'trials-kit';
import type { PreparedData } from '../data/files.js';
import {
  klDivergence,
  lipschitzConstant,
  percentile10Cosine,
  reconstructionCosine,
  reconstructionMse,
  retrievalAccuracyAt8,
} from '../metrics/index.js';
import { prefixed } from '../models/parameters.js';
import { initialVae, type VaeModel } from '../models/vae.js';
import {
  encoderJacobians,
  reconstructInstructions,
  reconstructSets,
  type Reconstruction,
} from '../models/vae-use.js';
import type { Phase } from '../phase.js';
import { randomExemplars } from '../data/pool.js';
import { Random } from '../random.js';
import { train, type TrainingOptions } from '../training/train.js';
import { instructionsWhere, vaeObjective, type VaeTraining } from '../training/vae-objective.js';

const SET_HIDDEN = 32;
const SET_HEADS = 4;
const SET_POINTS = 4;
const DEFAULT_BATCH = 32;
/** Fresh sets that the metrics are measured on. */
const MEASURED_SETS = 400;

export const vae: Phase = async ({ config, data, checkpointDir, stop }) => {
  const model = vaeModel(config, data);
  const random = Random.seeded(config.seed, 'vae');
  const { parameters } = await train(
    initialVae(model, random),
    vaeObjective(data, model, vaeTraining(config)),
    trainingOptions(config),
    { checkpointDir, stop, random },
  );
  const setRandom = Random.seeded(0, 'measured sets');
  const sets = Array.from({ length: MEASURED_SETS }, () => randomExemplars(setRandom));
  const instructions = reconstructInstructions(parameters, model, data, instructionsWhere(data, 1));
  const exemplars = reconstructSets(parameters, model, data, sets);
  const { jacobians, rows } = encoderJacobians(parameters, model, data);
  return {
    metrics: {
      ...metrics(instructions, exemplars),
      lipschitz_constant: lipschitzConstant(jacobians, rows, data.columns),
    },
    artifact: { tensors: prefixed(parameters, ''), metadata: { model: JSON.stringify(model) } },
  };
};

function vaeModel(config: TrialConfig, data: PreparedData): VaeModel {
  return {
    columns: data.columns,
    instructionLatent: numberParameter(config, 'instruction_latent_dim'),
    set: {
      latent: numberParameter(config, 'exemplar_latent_dim'),
      hidden: SET_HIDDEN,
      heads: SET_HEADS,
      points: SET_POINTS,
    },
  };
}

function vaeTraining(config: TrialConfig): VaeTraining {
  return {
    beta: numberParameter(config, 'vae_beta'),
    warmup: 200,
    batch: numberParameter(config, 'batch_size', DEFAULT_BATCH),
    squaredError: numberParameter(config, 'vae_mse_weight'),
    exemplars: 3,
  };
}

const trainingOptions = (config: TrialConfig): TrainingOptions => ({
  learningRate: numberParameter(config, 'vae_lr'),
  clip: 1,
  maxSteps: numberParameter(config, 'vae_epochs'),
  evaluateEvery: 50,
  patience: 2,
  minImprovement: 0.04,
});

/** Each metric is the mean of its values for the two autoencoders; retrieval is so by its own definition. */
function metrics(instructions: Reconstruction, sets: Reconstruction): Record<string, number | undefined> {
  const both = (of: (reconstruction: Reconstruction) => number | undefined): number | undefined => {
    const [a, b] = [of(instructions), of(sets)];
    log(`instructions ${a}, sets ${b}`);
    return a === undefined || b === undefined ? undefined : (a + b) / 2;
  };
  const { ranks } = instructions;
  return {
    reconstruction_cosine: both(({ original, decoded, rows }) =>
      reconstructionCosine(original, decoded, rows),
    ),
    reconstruction_mse: both(({ original, decoded, rows }) => reconstructionMse(original, decoded, rows)),
    percentile10_cosine: both(({ original, decoded, rows }) => percentile10Cosine(original, decoded, rows)),
    kl_divergence: both(({ means, logVariances }) => klDivergence(means, logVariances)),
    retrieval_accuracy_at_8: ranks && sets.ranks && retrievalAccuracyAt8(ranks, sets.ranks),
  };
}
