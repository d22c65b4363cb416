import { EXEMPLARS_PER_LABEL } from '../data/pool.js';
import { products, type LabelledRows } from '../reader.js';

/** Cosines of all pairs of the pool's mails: pool × pool. */
export const poolSimilarities = (pool: LabelledRows, columns: number): Float32Array =>
  products(pool.rows, pool.rows, columns);

/**
 * 4 spam and 4 ham exemplars, in the order of choice, by maximal marginal relevance: each time the one with the largest
 * lambda·score - (1 - lambda)·(largest cosine with a chosen one), scores scaled to [0, 1] over the pool.
 * Source: Carbonell and Goldstein (1998).
 *
 * @param scores - one an exemplar of the pool
 * @param lambda - in [0, 1]; 1 looks at scores alone. Ties go to the earlier exemplar.
 */
export function selectExemplars(
  scores: ArrayLike<number>,
  lambda: number,
  { labels, similarities }: { labels: ArrayLike<number>; similarities: Float32Array },
): number[] {
  const count = scores.length;
  const scaled = scaleToUnit(scores);
  const nearest = new Float64Array(count);
  const open = [EXEMPLARS_PER_LABEL, EXEMPLARS_PER_LABEL];
  const chosen: number[] = [];
  while (chosen.length < 2 * EXEMPLARS_PER_LABEL) {
    let best = -1;
    let bestValue = -Infinity;
    for (let i = 0; i < count; i++) {
      const value = lambda * scaled[i]! - (1 - lambda) * nearest[i]!;
      if (value > bestValue && open[labels[i]!]! > 0 && !chosen.includes(i)) {
        best = i;
        bestValue = value;
      }
    }
    chosen.push(best);
    open[labels[best]!]!--;
    for (let i = 0; i < count; i++) nearest[i] = Math.max(nearest[i]!, similarities[best * count + i]!);
  }
  return chosen;
}

function scaleToUnit(values: ArrayLike<number>): Float64Array {
  const scaled = Float64Array.from(values);
  const low = scaled.reduce((a, b) => Math.min(a, b), Infinity);
  const high = scaled.reduce((a, b) => Math.max(a, b), -Infinity);
  return scaled.map((value) => (high > low ? (value - low) / (high - low) : 0));
}
