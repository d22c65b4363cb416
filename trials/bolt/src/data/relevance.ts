import type { Random } from '../random.js';
import type { Prompt, SimilarityReader } from '../reader.js';
import { randomPrompt } from './pool.js';

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
 * Reads prompts that differ in one exemplar. As a mail's vote is a sum over exemplars, a replacement costs one addition
 * a mail instead of a reading.
 */
class ReplacementReader {
  readonly #reader: SimilarityReader;
  /** Pool × mails: what each exemplar would add to the vote. */
  readonly #contributions: Float64Array;
  readonly #rest: Float64Array;

  constructor(reader: SimilarityReader) {
    this.#reader = reader;
    this.#contributions = new Float64Array(reader.weights.length);
    this.#rest = new Float64Array(reader.mails);
  }

  effects(prompt: Prompt): Float64Array {
    const { mails, poolLabels } = this.#reader;
    this.#fillContributions(prompt.instruction);
    const votes = this.#reader.votes(prompt);
    const wrongBefore = this.#reader.error(prompt) * mails;
    const effects = new Float64Array(poolLabels.length);
    const replaced = new Float64Array(2);
    for (const old of prompt.exemplars) {
      const label = poolLabels[old]!;
      replaced[label]!++;
      for (let m = 0; m < mails; m++) this.#rest[m] = votes[m]! - this.#contributions[old * mails + m]!;
      for (let candidate = 0; candidate < effects.length; candidate++) {
        if (poolLabels[candidate] === label) effects[candidate]! += wrongBefore - this.#wrongWith(candidate);
      }
    }
    return effects.map((sum, candidate) => sum / (replaced[poolLabels[candidate]!]! * mails));
  }

  #fillContributions(instruction: number): void {
    const { mails, poolLabels, weights, shifts } = this.#reader;
    const shift = shifts.subarray(instruction * mails, (instruction + 1) * mails);
    for (let exemplar = 0; exemplar < poolLabels.length; exemplar++) {
      const vote = poolLabels[exemplar]! - 0.5;
      const from = exemplar * mails;
      for (let m = 0; m < mails; m++) this.#contributions[from + m] = weights[from + m]! * (vote + shift[m]!);
    }
  }

  #wrongWith(candidate: number): number {
    const { mails, labels } = this.#reader;
    const contributions = this.#contributions;
    const rest = this.#rest;
    const from = candidate * mails;
    let wrong = 0;
    for (let m = 0; m < mails; m++) wrong += (rest[m]! + contributions[from + m]! > 0 ? 1 : 0) === labels[m] ? 0 : 1;
    return wrong;
  }
}
