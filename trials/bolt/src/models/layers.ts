import { nn, numpy as np } from '@jax-js/jax';
import type { DeviceParameters } from './parameters.js';

/** x · W + b; x: rows × inputs. Takes over `x`. */
export function linear(p: DeviceParameters, name: string, x: np.Array): np.Array {
  return np.matmul(x, p[`${name}.weight`]!.ref).add(p[`${name}.bias`]!.ref);
}

export const linearShapes = (
  name: string,
  inputs: number,
  outputs: number,
): Record<string, readonly number[]> => ({
  [`${name}.weight`]: [inputs, outputs],
  [`${name}.bias`]: [outputs],
});

/** Linear layers with sigmoid-weighted units (SiLU) between them; `names` in order. Takes over `x`. */
export function perceptron(p: DeviceParameters, names: readonly string[], x: np.Array): np.Array {
  return names.reduce((h, name, i) => linear(p, name, i === 0 ? h : nn.silu(h)), x);
}

/** Sets of one size each, as rows below one another. */
export interface Rows {
  /** (sets · size) × hidden. */
  readonly values: np.Array;
  readonly sets: number;
  readonly size: number;
}

export interface AttentionSize {
  readonly hidden: number;
  readonly heads: number;
}

export const learnedQueryShapes = (
  name: string,
  { hidden, heads }: AttentionSize,
  points: number,
): Record<string, readonly number[]> => ({
  [`${name}.points`]: [points, hidden],
  [`${name}.scores`]: [hidden, heads * points],
  [`${name}.value`]: [hidden, hidden],
  ...linearShapes(`${name}.out`, hidden, hidden),
});

/**
 * Multihead attention block whose queries are `points` learned vectors I, the same for every set:
 * H = I + Attention(I, X, X); H + relu(linear(H)). Source: Lee et al. (2019), Set Transformer, section 3, without
 * layer normalisation. As the queries are learned, their product with the key projection is learned as one matrix:
 * one large product instead of many small ones. Takes over the values of `rows`.
 */
export function learnedQueryBlock(
  p: DeviceParameters,
  name: string,
  { hidden, heads }: AttentionSize,
  rows: Rows,
): Rows {
  const points = p[`${name}.points`]!;
  const size = points.shape[0]!;
  const { sets } = rows;
  const scores = np.matmul(rows.values.ref, p[`${name}.scores`]!.ref).mul(1 / Math.sqrt(hidden / heads));
  const attention = nn.softmax(scores.reshape([sets, rows.size, heads, size]), 1).transpose([0, 2, 3, 1]);
  const value = splitHeads(np.matmul(rows.values, p[`${name}.value`]!.ref), rows, heads);
  const answer = joinHeads(np.matmul(attention, value), sets, size).reshape([sets, size, hidden]);
  return feedForward(p, name, { values: answer.add(points.ref).reshape([sets * size, hidden]), sets, size });
}

export const attentionShapes = (
  name: string,
  { hidden }: AttentionSize,
): Record<string, readonly number[]> => ({
  [`${name}.query`]: [hidden, hidden],
  [`${name}.key`]: [hidden, hidden],
  [`${name}.value`]: [hidden, hidden],
  ...linearShapes(`${name}.out`, hidden, hidden),
});

/**
 * Multihead attention block: with Q the projected queries, H = Q + Attention(Q, K, V); H + relu(linear(H)). Source as
 * above. Takes over the values of both.
 */
export function attentionBlock(
  p: DeviceParameters,
  name: string,
  { hidden, heads }: AttentionSize,
  [queries, keys]: [Rows, Rows],
): Rows {
  const project = (rows: Rows, part: string): np.Array => np.matmul(rows.values, p[`${name}.${part}`]!.ref);
  const query = project(queries, 'query');
  const asked = splitHeads(query.ref, queries, heads);
  const key = splitHeads(project({ ...keys, values: keys.values.ref }, 'key'), keys, heads);
  const value = splitHeads(project(keys, 'value'), keys, heads);
  const scores = np.matmul(asked, key.transpose([0, 1, 3, 2])).mul(1 / Math.sqrt(hidden / heads));
  const answer = joinHeads(np.matmul(nn.softmax(scores, -1), value), queries.sets, queries.size);
  return feedForward(p, name, { ...queries, values: answer.add(query) });
}

/** (sets · size) × hidden to sets × heads × size × width. */
const splitHeads = (values: np.Array, { sets, size }: Rows, heads: number): np.Array =>
  values.reshape([sets, size, heads, -1]).transpose([0, 2, 1, 3]);

const joinHeads = (values: np.Array, sets: number, size: number): np.Array =>
  values.transpose([0, 2, 1, 3]).reshape([sets * size, -1]);

const feedForward = (p: DeviceParameters, name: string, rows: Rows): Rows => ({
  ...rows,
  values: rows.values.ref.add(nn.relu(linear(p, `${name}.out`, rows.values))),
});

export const inducedShapes = (
  name: string,
  size: AttentionSize,
  points: number,
): Record<string, readonly number[]> => ({
  ...learnedQueryShapes(`${name}.gather`, size, points),
  ...attentionShapes(`${name}.scatter`, size),
});

/** Induced set attention block: every row attends to the answers that a few learned points got. Source as above. */
export function inducedBlock(p: DeviceParameters, name: string, size: AttentionSize, rows: Rows): Rows {
  const gathered = learnedQueryBlock(p, `${name}.gather`, size, { ...rows, values: rows.values.ref });
  return attentionBlock(p, `${name}.scatter`, size, [rows, gathered]);
}
