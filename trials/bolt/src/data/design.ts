import type { Prompt, Reader } from '../reader.js';
import type { Random } from '../random.js';
import { randomPrompt } from './pool.js';

/** Prompts with measured errors: what the surrogate model learns from, and what it is checked against. */
export interface Measured {
  readonly prompt: Prompt;
  readonly error: number;
  /** Mails that the error was measured on. */
  readonly fidelity: number;
}

const RUNGS = [62, 125, 250, 500, 1000] as const;
const TRAINING = 240;
const HOLD_OUT = 160;

/**
 * 240 random prompts under successive halving: all are read on 62 validation mails, the better half on 125, and so on
 * to 1,000. Each keeps the error of its last rung. Source: Jamieson and Talwalkar (2016).
 */
export function halvingDesign(reader: Reader, random: Random, instructions: number): Measured[] {
  const design = Array.from({ length: TRAINING }, () => ({
    prompt: randomPrompt(random, instructions),
    error: 1,
    fidelity: 0,
  }));
  let running = [...design.keys()];
  for (const fidelity of RUNGS) {
    for (const i of running) {
      const { prompt } = design[i]!;
      design[i] = { prompt, error: reader.error(prompt, fidelity), fidelity };
    }
    // Ties go to the earlier prompt.
    running.sort((a, b) => design[a]!.error - design[b]!.error || a - b);
    running = running.slice(0, Math.ceil(running.length / 2));
  }
  return design;
}

/** 160 fresh random prompts, all read on all mails. */
export function holdOutDesign(reader: Reader, random: Random, instructions: number): Measured[] {
  return Array.from({ length: HOLD_OUT }, () => {
    const prompt = randomPrompt(random, instructions);
    return { prompt, error: reader.error(prompt), fidelity: reader.mails };
  });
}
