import type { Random } from '../random.js';
import type { Prompt, SimilarityReader } from '../reader.js';
import { POOL_PER_LABEL, randomPrompt } from './pool.js';

/** Prompts, and for each how much every exemplar of the pool would improve it. */
export interface Relevance {
  readonly prompts: readonly Prompt[];
  /**
   * Prompts × pool: by how much the reader's error falls, on average over the prompt's exemplars of the same label,
   * when this exemplar takes the place of one of them. Negative where it rises.
   */
  readonly effects: Float32Array;
}

/** Random prompts with measured effects: 1,024 readings of all mails a prompt. */
export function measureRelevance(
  reader: SimilarityReader,
  random: Random,
  options: { prompts: number; instructions: number },
): Relevance {
  const prompts = Array.from({ length: options.prompts }, () => randomPrompt(random, options.instructions));
  const pool = reader.poolLabels.length;
  const effects = new Float32Array(prompts.length * pool);
  const scratch = new ReplacementReader(reader);
  prompts.forEach((prompt, i) => {
    effects.set(scratch.effects(prompt), i * pool);
  });
  return { prompts, effects };
}

/**
 * Reads prompts that differ in one exemplar. A mail's vote is a sum over exemplars and grows or falls with the weight of
 * the one that comes in: so of a label's exemplars, sorted by weight, those that make the mail spam are at one end, and
 * a binary search finds them all at once.
 */
class ReplacementReader {
  readonly #reader: SimilarityReader;
  /** Labels × mails × exemplars of the label: their positions in the pool, by increasing weight. */
  readonly #order: Uint16Array;
  /** Their weights. */
  readonly #sorted: Float32Array;

  constructor(reader: SimilarityReader) {
    const { mails, poolLabels, weights } = reader;
    this.#reader = reader;
    this.#order = new Uint16Array(2 * mails * POOL_PER_LABEL);
    this.#sorted = new Float32Array(this.#order.length);
    for (const label of [0, 1]) {
      const exemplars = [...poolLabels.keys()].filter((i) => poolLabels[i] === label);
      for (let m = 0; m < mails; m++) {
        const weight = (i: number): number => weights[i * mails + m]!;
        const from = (label * mails + m) * POOL_PER_LABEL;
        this.#order.set(
          [...exemplars].sort((a, b) => weight(a) - weight(b)),
          from,
        );
        for (let k = from; k < from + POOL_PER_LABEL; k++) this.#sorted[k] = weight(this.#order[k]!);
      }
    }
  }

  effects(prompt: Prompt): Float64Array {
    const { mails, poolLabels, weights, shifts } = this.#reader;
    const votes = this.#reader.votes(prompt);
    const wrongBefore = Math.round(this.#reader.error(prompt) * mails);
    const effects = new Float64Array(poolLabels.length);
    const replaced = new Float64Array(2);
    for (const old of prompt.exemplars) {
      const label = poolLabels[old]!;
      replaced[label]!++;
      const shift = prompt.instruction * mails;
      const vote = Float64Array.from({ length: mails }, (_, m) => label - 0.5 + shifts[shift + m]!);
      const rest = votes.map((sum, m) => sum - weights[old * mails + m]! * vote[m]!);
      const wrong = this.#wrongByCandidate(label, rest, vote);
      for (let candidate = 0; candidate < effects.length; candidate++) {
        if (poolLabels[candidate] === label) effects[candidate]! += wrongBefore - wrong[candidate]!;
      }
    }
    return effects.map((sum, candidate) => sum / (replaced[poolLabels[candidate]!]! * mails));
  }

  /** Pool: how many mails are wrong when the exemplar, of this label, comes in; the numbers of others mean nothing. */
  #wrongByCandidate(label: number, rest: Float64Array, vote: Float64Array): Int32Array {
    const { mails, labels, poolLabels } = this.#reader;
    const wrong = new Int32Array(poolLabels.length);
    let always = 0;
    for (let m = 0; m < mails; m++) {
      const from = (label * mails + m) * POOL_PER_LABEL;
      const spamWith = (k: number): boolean => rest[m]! + this.#sorted[from + k]! * vote[m]! > 0;
      const first = spamWith(0);
      const firstIsWrong = first !== (labels[m] === 1);
      const turn = first === spamWith(POOL_PER_LABEL - 1) ? POOL_PER_LABEL : turningPoint(spamWith, first);
      // Wrong are those before the turn, or those after it: the shorter side is counted, up or down.
      const countFirst = turn <= POOL_PER_LABEL / 2;
      if (countFirst !== firstIsWrong) always++;
      const [begin, end] = countFirst ? [0, turn] : [turn, POOL_PER_LABEL];
      const step = countFirst === firstIsWrong ? 1 : -1;
      for (let k = from + begin; k < from + end; k++) wrong[this.#order[k]!]! += step;
    }
    return wrong.map((count) => count + always);
  }
}

/** The first position that differs from position 0, which the last one does. */
function turningPoint(spamWith: (k: number) => boolean, first: boolean): number {
  let low = 0;
  let high = POOL_PER_LABEL - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (spamWith(middle) === first) low = middle;
    else high = middle;
  }
  return high;
}
