/** Sublinear TF-IDF, as scikit-learn's TfidfVectorizer computes it. */

/** A sparse matrix by rows: row i has its columns and values at `starts[i]` to `starts[i + 1]`. */
export interface SparseRows {
  readonly rows: number;
  readonly columns: number;
  readonly starts: Int32Array;
  readonly indices: Int32Array;
  readonly values: Float64Array;
}

export interface Vocabulary {
  /** Terms in alphabetical order; a term's position is its column. */
  readonly terms: readonly string[];
  readonly column: ReadonlyMap<string, number>;
  /** Per column ln((1 + n) / (1 + df)) + 1. */
  readonly idf: Float64Array;
  /** Per column its occurrences in all documents. */
  readonly frequency: Int32Array;
}

export interface VocabularyLimits {
  /** A term must be in at least this many documents. */
  readonly minDocuments: number;
  /** A term may be in at most this share of them. */
  readonly maxShare: number;
  /** The most frequent terms are kept; ties go to the alphabetically first. */
  readonly maxTerms: number;
}

type Document = readonly string[];

export function fitVocabulary(documents: readonly Document[], limits: VocabularyLimits): Vocabulary {
  const documentCount = new Map<string, number>();
  const occurrences = new Map<string, number>();
  for (const document of documents) {
    for (const [term, count] of termCounts(document)) {
      documentCount.set(term, (documentCount.get(term) ?? 0) + 1);
      occurrences.set(term, (occurrences.get(term) ?? 0) + count);
    }
  }
  const byFrequency = [...documentCount.keys()]
    .filter((term) => documentCount.get(term)! >= limits.minDocuments)
    .filter((term) => documentCount.get(term)! <= limits.maxShare * documents.length)
    .sort((a, b) => occurrences.get(b)! - occurrences.get(a)! || compareText(a, b));
  const terms = byFrequency.slice(0, limits.maxTerms).sort(compareText);
  return {
    terms,
    column: new Map(terms.map((term, index) => [term, index])),
    idf: Float64Array.from(
      terms,
      (term) => Math.log((1 + documents.length) / (1 + documentCount.get(term)!)) + 1,
    ),
    frequency: Int32Array.from(terms, (term) => occurrences.get(term)!),
  };
}

/**
 * Documents × terms: (1 + ln tf) · idf, every row of unit length. A document without any term of the vocabulary is an
 * empty row.
 */
export function tfidf(documents: readonly Document[], { terms, column, idf }: Vocabulary): SparseRows {
  const starts = new Int32Array(documents.length + 1);
  const indices: number[] = [];
  const values: number[] = [];
  documents.forEach((document, row) => {
    const entries = [...termCounts(document)]
      .filter(([term]) => column.has(term))
      .map(([term, count]): [number, number] => [column.get(term)!, 1 + Math.log(count)])
      .map(([index, weight]): [number, number] => [index, weight * idf[index]!])
      .sort(([a], [b]) => a - b);
    const length = Math.sqrt(entries.reduce((sum, [, value]) => sum + value * value, 0));
    for (const [index, value] of entries) {
      indices.push(index);
      values.push(value / length);
    }
    starts[row + 1] = indices.length;
  });
  return {
    rows: documents.length,
    columns: terms.length,
    starts,
    indices: Int32Array.from(indices),
    values: Float64Array.from(values),
  };
}

/** Terms and their counts, in order of first appearance. */
function termCounts(document: Document): Map<string, number> {
  const counts = new Map<string, number>();
  for (const term of document) counts.set(term, (counts.get(term) ?? 0) + 1);
  return counts;
}

/** By UTF-16 code unit: the same in every locale. */
const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
