/** The scorer: which exemplars a prompt, given by its latent points, should have. */
import { dataDirectory, log, numberParameter, type TrialConfig } from 'trials-kit';
import { readRelevance, type PreparedData } from '../data/files.js';
import type { Relevance } from '../data/relevance.js';
import { readEncoders, encodePrompts, type Encoders } from '../gp/latents.js';
import {
  exemplarDiversity,
  exemplarVariance,
  meanReciprocalRank,
  ndcgAt8,
  selectionLoss,
} from '../metrics/index.js';
import { prefixed, type Parameters } from '../models/parameters.js';
import type { VaeModel } from '../models/vae.js';
import type { Phase } from '../phase.js';
import { Random } from '../random.js';
import { gather, SimilarityReader } from '../reader.js';
import { relevanceGrades, standardisedEffects } from '../scorer/grades.js';
import { drawList, initialScorer, scorerObjective, type ScorerTraining } from '../scorer/objective.js';
import { ExemplarScorer, splitPoints } from '../scorer/use.js';
import { train, type TrainingOptions } from '../training/train.js';

const DEFAULT_BATCH = 32;

const DEFAULT_STEPS = 500;

const trainingOptions = (config: TrialConfig): TrainingOptions => ({
  learningRate: 0.002,
  clip: 1,
  maxSteps: numberParameter(config, 'scorer_steps', DEFAULT_STEPS),
  evaluateEvery: 50,
  patience: 3,
  minImprovement: 0.03,
});

export const scorer: Phase = async ({ config, data, upstream, checkpointDir, stop }) => {
  const vae = readEncoders({ vae: upstream['vae']! });
  const model = { ...vae.model, set: { ...vae.model.set, ...attentionSize(config) } };
  const random = Random.seeded(config.seed, 'scorer');
  const relevance = readRelevance(dataDirectory(config));
  const objective = scorerObjective(data, relevance.training, instructionPoints(vae, data), [
    model,
    training(config),
  ]);
  const { parameters } = await train(initialScorer(model, random), objective, trainingOptions(config), {
    checkpointDir,
    stop,
    random,
  });
  const lambda = numberParameter(config, 'mmr_lambda');
  return {
    metrics: measure(data, relevance.heldOut, { vae, model, parameters, lambda }),
    artifact: { tensors: prefixed(parameters, ''), metadata: { model: JSON.stringify(model) } },
  };
};

const attentionSize = (config: TrialConfig) => ({
  hidden: numberParameter(config, 'set_transformer_hidden'),
  heads: numberParameter(config, 'set_transformer_heads'),
  points: numberParameter(config, 'num_inducing_points'),
});

const training = (config: TrialConfig): ScorerTraining => ({
  beta: numberParameter(config, 'vae_beta'),
  squaredError: numberParameter(config, 'vae_mse_weight'),
  exemplars: 3,
  selection: numberParameter(config, 'selection_weight'),
  batch: numberParameter(config, 'batch_size', DEFAULT_BATCH),
});

interface Trained {
  readonly vae: Encoders;
  readonly model: VaeModel;
  /** Under `set/` and `scorer/`. */
  readonly parameters: Parameters;
  readonly lambda: number;
}

/** Means of the frozen encoder for all instructions: instructions × d_i. */
function instructionPoints(vae: Encoders, data: PreparedData): Float32Array {
  const { exemplars } = data.design[0]!.prompt;
  const prompts = Array.from(data.heldOut, (_, instruction) => ({ instruction, exemplars }));
  return splitPoints(encodePrompts(vae, data, prompts), vae.model).instructions;
}

/** On prompts whose relevance was measured on validation mails; lists of 32 + 32 as in training, selection from the whole pool. */
function measure(data: PreparedData, relevance: Relevance, { vae, model, parameters, lambda }: Trained) {
  const { prompts } = relevance;
  const encoders = { model, parameters: { ...vae.parameters, ...parameters } };
  const { instructions, sets } = splitPoints(encodePrompts(encoders, data, prompts), model);
  const pool = data.pool.labels.length;
  const exemplars = new ExemplarScorer(data, model, parameters);
  const scores = exemplars.scores(instructions, sets);
  const selections = exemplars.select(instructions, sets, lambda);
  const grades = relevanceGrades(relevance);
  const rankings = selections.map((selected, i) => {
    const row = grades.subarray(i * pool, (i + 1) * pool);
    return { selected: selected.map((exemplar) => row[exemplar]!), pool: row };
  });
  const lists = listsOf(scores, standardisedEffects(relevance), pool);
  logSelectedError(data, prompts, selections);
  return {
    ndcg_at_8: ndcgAt8(rankings),
    mrr: meanReciprocalRank(bestRanks(lists)),
    selection_loss: selectionLoss(lists.scores, lists.effects, lists.items),
    exemplar_diversity: meanDiversity(data, selections),
    exemplar_variance: exemplarVariance(selections),
  };
}

interface Lists {
  readonly scores: Float32Array;
  readonly effects: Float32Array;
  readonly items: number;
}

/** One list of 32 + 32 items a prompt. */
function listsOf(scores: Float32Array, effects: Float32Array, pool: number): Lists {
  const random = Random.seeded(0, 'measured lists');
  const lists = Array.from({ length: scores.length / pool }, () => drawList(random));
  const pick = (values: Float32Array): Float32Array =>
    Float32Array.from(lists.flatMap((list, i) => list.map((item) => values[i * pool + item]!)));
  return { scores: pick(scores), effects: pick(effects), items: lists[0]!.length };
}

/** Per list the rank by score, from 0, of the item with the largest effect; ties in score count against it. */
function bestRanks({ scores, effects, items }: Lists): Int32Array {
  return Int32Array.from({ length: scores.length / items }, (_, list) => {
    const row = scores.subarray(list * items, (list + 1) * items);
    const effect = effects.subarray(list * items, (list + 1) * items);
    const best = effect.indexOf(Math.max(...effect));
    return row.filter((score, i) => i !== best && score >= row[best]!).length;
  });
}

function meanDiversity(data: PreparedData, selections: readonly (readonly number[])[]): number | undefined {
  const values = selections.map((selected) =>
    exemplarDiversity(gather(data.pool.rows, data.columns, selected), data.columns),
  );
  if (values.includes(undefined)) return undefined;
  return values.reduce<number>((sum, value) => sum + value!, 0) / values.length;
}

/** For people: a higher ndcg is not always a better prompt. */
function logSelectedError(
  data: PreparedData,
  prompts: Relevance['prompts'],
  selections: readonly number[][],
): void {
  const reader = new SimilarityReader(data.validation, data);
  const mean = (errors: number[]): number => errors.reduce((sum, error) => sum + error, 0) / errors.length;
  const before = mean(prompts.map((prompt) => reader.error(prompt)));
  const after = mean(
    prompts.map(({ instruction }, i) => reader.error({ instruction, exemplars: selections[i]! })),
  );
  log(
    `Mean validation error of the held-out prompts: ${before} as drawn, ${after} with the selected exemplars.`,
  );
}
