import { Random } from '../random.js';

/** Positions in the list of mails. No mail is in two parts. */
export interface Split {
  /** Vocabulary, weights, components, pool and relevance labels are fitted on these alone. */
  readonly fit: readonly number[];
  /** What the reader's error is measured on while a prompt is optimised. */
  readonly validation: readonly number[];
  /** Scores the best prompt of a trial. */
  readonly devTest: readonly number[];
  /** Read by `finish` alone, once. */
  readonly sealedTest: readonly number[];
}

const FIT = 2000;
const VALIDATION = 1000;

/** One seeded permutation, cut into 2,000 mails, 1,000, and two halves of the rest (the larger half sealed). */
export function splitMails(count: number, seed: number): Split {
  const order = Random.seeded(seed, 'split').permutation(count);
  const rest = FIT + VALIDATION;
  const middle = rest + Math.floor((count - rest) / 2);
  return {
    fit: order.slice(0, FIT),
    validation: order.slice(FIT, rest),
    devTest: order.slice(rest, middle),
    sealedTest: order.slice(middle),
  };
}
