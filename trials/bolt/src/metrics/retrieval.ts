import { dot, rowOf, usable, type Numbers, type Reals } from './arrays.js';

/** Rows of one width: vectors to look up, and the vectors they are looked up among. */
export interface Lookup {
  /** queries × `columns`. */
  readonly queries: Reals;
  /** candidates × `columns`. */
  readonly candidates: Reals;
  /** Per query the row of `candidates` that it should find. */
  readonly own: Numbers;
  readonly columns: number;
}

/**
 * For every query, how many other candidates have a cosine with it at least as large as its own candidate's:
 * 0 is a hit, candidates - 1 the worst. Ties count against the query, so that a decoder that always says the same
 * finds nothing; a zero vector has cosine 0 with everything.
 *
 * @returns one rank a query; undefined when a list is empty or a number is not finite
 */
export function cosineRanks({ queries, candidates, own, columns }: Lookup): Int32Array | undefined {
  if (!usable(queries) || !usable(candidates) || own.length === 0) return undefined;
  const directions = unitRows(candidates, columns);
  const ranks = new Int32Array(own.length);
  for (const [i, target] of own.entries()) {
    // The query's own length scales all cosines alike, so ranks do not need it.
    const query = rowOf(queries, i, columns);
    const scores = directions.map((direction) => dot(query, direction));
    const reached = scores[target]!;
    ranks[i] = scores.filter((score, j) => j !== target && score >= reached).length;
  }
  return ranks;
}

function unitRows(matrix: Reals, columns: number): Float64Array[] {
  return Array.from({ length: matrix.length / columns }, (_, i) => {
    const row = rowOf(matrix, i, columns);
    const length = Math.sqrt(dot(row, row));
    return Float64Array.from(row, (value) => (length === 0 ? 0 : value / length));
  });
}

/** Share of `ranks` (counted from 0) under `limit`, in [0, 1]; undefined for no ranks. */
export function shareUnder(ranks: Numbers, limit: number): number | undefined {
  if (!usable(ranks)) return undefined;
  let hits = 0;
  for (const rank of ranks) if (rank < limit) hits++;
  return hits / ranks.length;
}

/**
 * retrieval_accuracy_at_8: how often a decoded vector has its original among its 8 nearest by cosine, as the mean of
 * the share over held-out instructions (among all instructions) and the share over fresh exemplar sets (among all of
 * them). In [0, 1], larger is better. Source: recall at 8 with one relevant item, as in scikit-learn's
 * `top_k_accuracy_score`, with ties against the query.
 *
 * @param instructionRanks - from {@link cosineRanks}, one per held-out instruction
 * @param setRanks - from {@link cosineRanks}, one per fresh exemplar set
 * @returns undefined when either list is empty
 */
export function retrievalAccuracyAt8(instructionRanks: Numbers, setRanks: Numbers): number | undefined {
  const instructions = shareUnder(instructionRanks, 8);
  const sets = shareUnder(setRanks, 8);
  return instructions === undefined || sets === undefined ? undefined : (instructions + sets) / 2;
}
