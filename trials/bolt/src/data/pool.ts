import type { Prompt } from '../reader.js';
import type { Random } from '../random.js';

export const POOL_PER_LABEL = 128;
export const EXEMPLARS_PER_LABEL = 4;

/** Positions of 128 spam mails, then 128 ham mails: the candidates for a prompt's exemplars. */
export function choosePool(labels: ArrayLike<number>, random: Random): number[] {
  const order = random.permutation(labels.length);
  return [1, 0].flatMap((label) => order.filter((i) => labels[i] === label).slice(0, POOL_PER_LABEL));
}

/** Any instruction, 4 different spam and 4 different ham exemplars, uniformly. */
export function randomPrompt(random: Random, instructions: number): Prompt {
  return { instruction: random.below(instructions), exemplars: randomExemplars(random) };
}

/** 4 different spam exemplars, then 4 different ham exemplars. */
export function randomExemplars(random: Random): number[] {
  const spam = random.sample(POOL_PER_LABEL, EXEMPLARS_PER_LABEL);
  const ham = random.sample(POOL_PER_LABEL, EXEMPLARS_PER_LABEL);
  return [...spam, ...ham.map((i) => i + POOL_PER_LABEL)];
}
