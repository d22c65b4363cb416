/** Scores every exemplar of the pool for a prompt, given by its two latent points. */
import { nn, numpy as np } from '@jax-js/jax';
import { linear, linearShapes, perceptron, type AttentionSize } from '../models/layers.js';
import type { DeviceParameters } from '../models/parameters.js';
import { featureWidth } from '../models/set-vae.js';

const MLP_HIDDEN = 64;

export interface ScorerModel extends AttentionSize {
  readonly columns: number;
  readonly instructionLatent: number;
  readonly setLatent: number;
}

export const scorerShapes = (model: ScorerModel): Record<string, readonly number[]> => ({
  ...linearShapes('item', featureWidth(model.columns), model.hidden),
  ...linearShapes('instruction', model.instructionLatent, model.hidden),
  ...linearShapes('set', model.setLatent, model.hidden),
  query: [model.hidden, model.hidden],
  key: [model.hidden, model.hidden],
  value: [model.hidden, model.hidden],
  ...linearShapes('mlp1', model.hidden, MLP_HIDDEN),
  ...linearShapes('mlp2', MLP_HIDDEN, 1),
  'bilinear.instruction': [model.instructionLatent, model.hidden],
  'bilinear.set': [model.setLatent, model.hidden],
});

/** Latent points of prompts: prompts × d_i and prompts × d_x. */
export interface PromptPoints {
  readonly instruction: np.Array;
  readonly set: np.Array;
}

/**
 * Prompts × items. An item's features attend, in several heads, to two tokens, one of the instruction and one of the
 * exemplar set; a perceptron of the answer and a bilinear term of item and latent points make its score.
 * Takes over `items` (items × features) and both points.
 */
export function itemScores(
  p: DeviceParameters,
  model: ScorerModel,
  items: np.Array,
  points: PromptPoints,
): np.Array {
  const embedded = nn.relu(linear(p, 'item', items));
  const bilinear = bilinearTerm(p, embedded.ref, {
    instruction: points.instruction.ref,
    set: points.set.ref,
  });
  const answer = attended(p, model, embedded, points);
  const [prompts, count] = answer.shape as [number, number];
  const hidden = answer.reshape([prompts * count, model.hidden]);
  return perceptron(p, ['mlp1', 'mlp2'], hidden).reshape([prompts, count]).add(bilinear);
}

/** Prompts × items × hidden: queries of the items, plus what their heads read from the two tokens. */
function attended(
  p: DeviceParameters,
  { hidden, heads }: ScorerModel,
  items: np.Array,
  points: PromptPoints,
): np.Array {
  const width = hidden / heads;
  const count = items.shape[0]!;
  const prompts = points.set.shape[0]!;
  const tokens = [
    nn.relu(linear(p, 'instruction', points.instruction)),
    nn.relu(linear(p, 'set', points.set)),
  ] as const;
  const query = np.matmul(items, p['query']!.ref);
  // Softmax over two tokens is the logistic function of their difference.
  const difference = tokens[0].ref.sub(tokens[1].ref);
  const key = np.matmul(difference.ref, p['key']!.ref).reshape([prompts, heads, width]).transpose([1, 2, 0]);
  const asked = query.ref.reshape([count, heads, width]).transpose([1, 0, 2]);
  tokens[0].dispose();
  const share = nn.sigmoid(np.matmul(asked, key).mul(1 / Math.sqrt(width))).transpose([2, 1, 0]);
  const first = np.matmul(difference, p['value']!.ref).reshape([prompts, 1, heads, width]);
  const second = np.matmul(tokens[1], p['value']!.ref).reshape([prompts, 1, hidden]);
  const read = share.reshape([prompts, count, heads, 1]).mul(first).reshape([prompts, count, hidden]);
  return read.add(second).add(query.reshape([1, count, hidden]));
}

function bilinearTerm(p: DeviceParameters, items: np.Array, { instruction, set }: PromptPoints): np.Array {
  const joined = np
    .matmul(instruction, p['bilinear.instruction']!.ref)
    .add(np.matmul(set, p['bilinear.set']!.ref));
  const scale = 1 / Math.sqrt(items.shape[1]!);
  return np.matmul(joined, items.transpose([1, 0])).mul(scale);
}
