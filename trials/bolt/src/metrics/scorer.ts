/** How good the exemplar scorer is. Pure functions; undefined where the value is not defined. */
import { dot, expectLength, mean, rowOf, usable, type Numbers, type Reals } from './arrays.js';

/** What was selected, in order, and what there was to select from: relevance grades, 0 or more. */
export interface Ranking {
  readonly selected: Numbers;
  readonly pool: Numbers;
}

/**
 * ndcg_at_8: discounted cumulative gain of the first 8 selected exemplars over the largest one that the pool allows,
 * with gain 2^grade - 1 and discount log2(position + 1), averaged over the rankings. In [0, 1], larger is better.
 * A pool without a relevant exemplar has no ideal and is left out. Source: Burges et al. 2005; scikit-learn's
 * `ndcg_score` on the gains.
 *
 * @returns undefined when no ranking has a relevant exemplar or a grade is not finite
 */
export function ndcgAt8(rankings: readonly Ranking[]): number | undefined {
  const shares: number[] = [];
  for (const { selected, pool } of rankings) {
    if (!usable(selected) || !usable(pool)) return undefined;
    const ideal = discountedGain([...pool].sort((a, b) => b - a));
    if (ideal > 0) shares.push(discountedGain(selected) / ideal);
  }
  return shares.length === 0 ? undefined : mean(shares);
}

function discountedGain(grades: Numbers): number {
  let sum = 0;
  for (const [i, grade] of grades.slice(0, 8).entries()) sum += (2 ** grade - 1) / Math.log2(i + 2);
  return sum;
}

/**
 * mrr: mean reciprocal rank of the single best exemplar of each list. In (0, 1], larger is better.
 * Source: Voorhees 1999; scikit-learn's `label_ranking_average_precision_score` with one relevant label.
 *
 * @param ranks - per list the position of its best exemplar by score, counted from 0
 * @returns undefined when there is no list
 */
export function meanReciprocalRank(ranks: Numbers): number | undefined {
  if (!usable(ranks)) return undefined;
  return mean(Array.from(ranks, (rank) => 1 / (rank + 1)));
}

/**
 * selection_loss: negative log-likelihood, in nats, of the true order of the 8 most relevant exemplars of each list
 * under the Plackett-Luce model of the scores, per position, averaged over the lists. At least 0, smaller is better;
 * equal scores for 64 exemplars give 4.1. Equal relevances keep the list's order. Source: Xia et al. 2008 (ListMLE).
 *
 * @param scores - lists × `items`
 * @param relevances - lists × `items`, larger is more relevant
 * @returns undefined when there is no list or a number is not finite
 */
export function selectionLoss(scores: Reals, relevances: Reals, items: number): number | undefined {
  expectLength('relevances', relevances, scores.length);
  if (!usable(scores) || !usable(relevances)) return undefined;
  const losses = Array.from({ length: scores.length / items }, (_, list) =>
    listLoss(rowOf(scores, list, items), rowOf(relevances, list, items)),
  );
  return mean(losses);
}

function listLoss(scores: Reals, relevances: Reals): number {
  const order = Array.from(scores.keys()).sort((a, b) => relevances[b]! - relevances[a]! || a - b);
  const sorted = order.map((item) => scores[item]!);
  const positions = Math.min(8, sorted.length);
  let sum = 0;
  for (let i = 0; i < positions; i++) sum += logSumExp(sorted.slice(i)) - sorted[i]!;
  return sum / positions;
}

function logSumExp(values: readonly number[]): number {
  const largest = Math.max(...values);
  return largest + Math.log(values.reduce((sum, value) => sum + Math.exp(value - largest), 0));
}

/**
 * exemplar_diversity: mean cosine distance (1 - cosine) over all pairs of a selection's exemplars. In [0, 2]; 0 when
 * they all say the same. Source: SciPy's `pdist(..., "cosine")`.
 *
 * @param exemplars - count × `columns`
 * @returns undefined for fewer than two exemplars, a zero vector or a number that is not finite
 */
export function exemplarDiversity(exemplars: Reals, columns: number): number | undefined {
  const count = exemplars.length / columns;
  if (!usable(exemplars) || count < 2) return undefined;
  const rows = Array.from({ length: count }, (_, i) => rowOf(exemplars, i, columns));
  const distances: number[] = [];
  for (const [i, row] of rows.entries()) {
    for (const other of rows.slice(0, i)) {
      distances.push(1 - dot(row, other) / Math.sqrt(dot(row, row) * dot(other, other)));
    }
  }
  return usable(distances) ? mean(distances) : undefined;
}

/**
 * exemplar_variance: how much the selection depends on the prompt, as the mean Jaccard distance over all pairs of
 * selections made for different prompts. In [0, 1]; 0 when the scorer always selects the same exemplars.
 * Source: SciPy's `pdist(..., "jaccard")` on membership vectors.
 *
 * @param selections - per prompt the indices of the selected exemplars
 * @returns undefined for fewer than two selections or an empty one
 */
export function exemplarVariance(selections: readonly Numbers[]): number | undefined {
  const sets = selections.map((indices) => new Set(indices));
  if (sets.length < 2 || sets.some((set) => set.size === 0)) return undefined;
  const distances: number[] = [];
  for (const [i, set] of sets.entries()) {
    for (const other of sets.slice(0, i)) {
      const shared = [...set].filter((index) => other.has(index)).length;
      distances.push(1 - shared / (set.size + other.size - shared));
    }
  }
  return mean(distances);
}
