import { lax, numpy as np } from '@jax-js/jax';
import { deviceMatrix } from '../models/parameters.js';

/** Positions of a list that count. */
export const POSITIONS = 8;

// Not an interface, because jax-js maps over its fields.
// eslint-disable-next-line @typescript-eslint/consistent-type-definitions
export type ListMasks = {
  /** Lists × 8 × items: 1 for the items that are not placed before this position. */
  remaining: np.Array;
  /** Lists × items: 1 for the 8 most relevant. */
  placed: np.Array;
};

/** @param relevances - lists × `items`, larger is more relevant; equal ones keep their order. The caller owns the masks. */
export function listMasks(relevances: Float32Array, items: number): ListMasks {
  const lists = relevances.length / items;
  const remaining = new Float32Array(lists * POSITIONS * items).fill(1);
  const placed = new Float32Array(lists * items);
  for (let list = 0; list < lists; list++) {
    const row = relevances.subarray(list * items, (list + 1) * items);
    const order = [...row.keys()].sort((a, b) => row[b]! - row[a]! || a - b);
    order.slice(0, POSITIONS).forEach((item, position) => {
      placed[list * items + item] = 1;
      for (let later = position + 1; later < POSITIONS; later++) {
        remaining[(list * POSITIONS + later) * items + item] = 0;
      }
    });
  }
  return {
    remaining: deviceMatrix(remaining, [lists, POSITIONS, items]),
    placed: deviceMatrix(placed, [lists, items]),
  };
}

/**
 * Negative log-likelihood of the true order of the 8 most relevant items under the Plackett-Luce model of the scores,
 * per position, averaged over lists. Source: Xia et al. (2008), ListMLE, with its top-k form. Takes over all.
 */
export function listMle(scores: np.Array, { remaining, placed }: ListMasks): np.Array {
  const [lists, items] = scores.shape as [number, number];
  const shifted = scores.ref.sub(lax.stopGradient(np.max(scores, 1, { keepdims: true })));
  const total = np.exp(shifted.ref).reshape([lists, 1, items]).mul(remaining).sum(2);
  const own = shifted
    .mul(placed)
    .sum()
    .mul(1 / (lists * POSITIONS));
  return np.log(total.add(TINY)).mean().sub(own);
}

/** Keeps the logarithm finite where all remaining items score far below the best. */
const TINY = 1e-30;
