/** Scores every exemplar of the pool for a prompt, given by its two latent points. */
import { nn, numpy as np } from '@jax-js/jax';
import { linear, linearShapes, type AttentionSize } from '../models/layers.js';
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
  const hidden = nn.silu(attended(p, model, embedded, points));
  const [prompts, count] = hidden.shape as [number, number];
  const answer = linear(p, 'mlp2', hidden.reshape([prompts * count, MLP_HIDDEN]));
  return answer.reshape([prompts, count]).add(bilinear);
}

/**
 * Prompts × items × perceptron: the perceptron's first layer, of the items' queries plus what their heads read from the
 * two tokens. The layer is linear, so it is applied to the parts: queries are the same for all prompts, and what the
 * tokens hold is the same for all items.
 */
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
  const layer = p['mlp1.weight']!;
  const query = np.matmul(items, p['query']!.ref);
  // Softmax over two tokens is the logistic function of their difference.
  const difference = tokens[0].ref.sub(tokens[1].ref);
  tokens[0].dispose();
  const key = np.matmul(difference.ref, p['key']!.ref).reshape([prompts, heads, width]).transpose([1, 2, 0]);
  const asked = query.ref.reshape([count, heads, width]).transpose([1, 0, 2]);
  const share = nn.sigmoid(np.matmul(asked, key).mul(1 / Math.sqrt(width))).transpose([2, 1, 0]);
  const value = np.matmul(difference, p['value']!.ref).reshape([prompts, heads, width]).transpose([1, 0, 2]);
  const byHead = np.matmul(value, layer.ref.reshape([heads, width, MLP_HIDDEN])).transpose([1, 0, 2]);
  const second = np.matmul(np.matmul(tokens[1], p['value']!.ref), layer.ref);
  const first = linear(p, 'mlp1', query);
  return np
    .matmul(share, byHead)
    .add(second.reshape([prompts, 1, MLP_HIDDEN]))
    .add(first.reshape([1, count, MLP_HIDDEN]));
}

function bilinearTerm(p: DeviceParameters, items: np.Array, { instruction, set }: PromptPoints): np.Array {
  const joined = np
    .matmul(instruction, p['bilinear.instruction']!.ref)
    .add(np.matmul(set, p['bilinear.set']!.ref));
  const scale = 1 / Math.sqrt(items.shape[1]!);
  return np.matmul(joined, items.transpose([1, 0])).mul(scale);
}
