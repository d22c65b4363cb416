import { times, truncatedSvd, type TruncatedSvd } from './svd.js';
import { fitVocabulary, tfidf, type Vocabulary } from './tfidf.js';

export const DIMENSIONS = 64;
const LIMITS = { minDocuments: 5, maxShare: 0.4, maxTerms: 4000 } as const;
/** The subspace's last singular value is then exact to five digits (its vectors matter no further here). */
const ITERATIONS = 28;

/** Latent semantic analysis: TF-IDF, then the 64 largest singular directions, then unit length. */
export interface Embedder {
  readonly vocabulary: Vocabulary;
  readonly svd: TruncatedSvd;
}

export function fitEmbedder(documents: readonly (readonly string[])[], seed: number): Embedder {
  const vocabulary = fitVocabulary(documents, LIMITS);
  const svd = truncatedSvd(tfidf(documents, vocabulary), { rank: DIMENSIONS, seed, iterations: ITERATIONS });
  return { vocabulary, svd };
}

/** Documents × 64, every row of unit length; a document without a known term is a zero row. */
export function embed(
  documents: readonly (readonly string[])[],
  { vocabulary, svd }: Embedder,
): Float64Array {
  return unitRows(times(tfidf(documents, vocabulary), svd.components, svd.rank), svd.rank);
}

/** Scales every row to unit length, in place; zero rows stay. */
export function unitRows(matrix: Float64Array, columns: number): Float64Array {
  for (let from = 0; from < matrix.length; from += columns) {
    let squares = 0;
    for (let k = from; k < from + columns; k++) squares += matrix[k]! ** 2;
    if (squares === 0) continue;
    const length = Math.sqrt(squares);
    for (let k = from; k < from + columns; k++) matrix[k]! /= length;
  }
  return matrix;
}
