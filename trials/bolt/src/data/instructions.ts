import { Random } from '../random.js';
import { unitRows, type Embedder } from './embedding.js';

/** A few topical words that tell the reader what to look for. */
export interface Instruction {
  readonly words: readonly string[];
  /** Not trained on by the instruction autoencoder. */
  readonly heldOut: boolean;
}

const COUNT = 400;
const HELD_OUT = 80;
const TOPICS = 20;
const FREQUENT_WORDS = 800;
const NEIGHBOURS = 6;
/** Cumulative: one topic 0.15, two 0.45, three 0.40. */
const TOPIC_COUNTS = [0.15, 0.6, 1] as const;
const MIN_WORDS = 3;
const MAX_WORDS = 5;

/** 20 topics of 7 words: seeds far from one another among the frequent words, each with its nearest frequent words. */
export function chooseTopics({ vocabulary, svd }: Embedder): string[][] {
  const columns = [...vocabulary.terms.keys()]
    .sort((a, b) => vocabulary.frequency[b]! - vocabulary.frequency[a]! || a - b)
    .slice(0, FREQUENT_WORDS);
  const vectors = new Float64Array(columns.length * svd.rank);
  columns.forEach((column, i) => {
    vectors.set(svd.components.subarray(column * svd.rank, (column + 1) * svd.rank), i * svd.rank);
  });
  unitRows(vectors, svd.rank);
  const cosines = (i: number): Float64Array => rowCosines(vectors, i, svd.rank);
  return farthestPoints(columns.length, TOPICS, cosines).map((seed) => {
    const similar = cosines(seed);
    const nearest = [...similar.keys()].sort((a, b) => similar[b]! - similar[a]! || a - b);
    const members = [seed, ...nearest.filter((i) => i !== seed).slice(0, NEIGHBOURS)];
    return members.map((i) => vocabulary.terms[columns[i]!]!);
  });
}

/**
 * 400 different instructions of one to three topics with three to five words of each; 80 of them held out.
 * A word of two topics appears once.
 */
export function generateInstructions(topics: readonly (readonly string[])[], seed: number): Instruction[] {
  const random = Random.seeded(seed, 'instructions');
  const seen = new Set<string>();
  const drawn: string[][] = [];
  while (drawn.length < COUNT) {
    const words = drawInstruction(topics, random);
    const key = [...words].sort().join(' ');
    if (seen.has(key)) continue;
    seen.add(key);
    drawn.push(words);
  }
  const heldOut = new Set(random.sample(COUNT, HELD_OUT));
  return drawn.map((words, i) => ({ words, heldOut: heldOut.has(i) }));
}

function drawInstruction(topics: readonly (readonly string[])[], random: Random): string[] {
  const draw = random.uniform();
  const count = 1 + TOPIC_COUNTS.findIndex((limit) => draw < limit);
  const words = random.sample(topics.length, count).flatMap((topic) => {
    const size = MIN_WORDS + random.below(MAX_WORDS - MIN_WORDS + 1);
    return random.sample(topics[topic]!.length, size).map((i) => topics[topic]![i]!);
  });
  return [...new Set(words)];
}

/** Starts at point 0; each next point is the one whose most similar chosen point is least similar to it. */
export function farthestPoints(
  count: number,
  chosen: number,
  similarities: (i: number) => Float64Array,
): number[] {
  const points = [0];
  const nearest = similarities(0).slice();
  while (points.length < chosen) {
    let next = -1;
    for (let i = 0; i < count; i++) {
      if (!points.includes(i) && (next < 0 || nearest[i]! < nearest[next]!)) next = i;
    }
    points.push(next);
    const similar = similarities(next);
    for (let i = 0; i < count; i++) nearest[i] = Math.max(nearest[i]!, similar[i]!);
  }
  return points;
}

function rowCosines(vectors: Float64Array, row: number, columns: number): Float64Array {
  const result = new Float64Array(vectors.length / columns);
  for (let i = 0; i < result.length; i++) {
    let sum = 0;
    for (let k = 0; k < columns; k++) sum += vectors[row * columns + k]! * vectors[i * columns + k]!;
    result[i] = sum;
  }
  return result;
}
