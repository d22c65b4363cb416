import { POOL_PER_LABEL } from '../data/pool.js';
import type { Relevance } from '../data/relevance.js';

/** Prompts × pool: effects with mean 0 and standard deviation 1 within each prompt and label (0 where all are equal). */
export function standardisedEffects({ effects }: Relevance): Float32Array {
  const result = new Float32Array(effects.length);
  for (let from = 0; from < effects.length; from += POOL_PER_LABEL) {
    const part = effects.subarray(from, from + POOL_PER_LABEL);
    const mean = part.reduce((sum, value) => sum + value, 0) / part.length;
    const deviation = Math.sqrt(part.reduce((sum, value) => sum + (value - mean) ** 2, 0) / part.length);
    if (deviation > 0)
      result.set(
        part.map((value) => (value - mean) / deviation),
        from,
      );
  }
  return result;
}

/** Share of a label's exemplars that reaches grade 1, 2 and 3. */
const GRADE_SHARES = [0.5, 0.25, 0.1] as const;

/**
 * Prompts × pool: 3, 2 and 1 for the top 10, 25 and 50 % within each prompt and label, as far as they lower the error;
 * 0 for the rest. Ties go to the earlier exemplar.
 */
export function relevanceGrades({ effects }: Relevance): Int32Array {
  const grades = new Int32Array(effects.length);
  for (let from = 0; from < effects.length; from += POOL_PER_LABEL) {
    const part = effects.subarray(from, from + POOL_PER_LABEL);
    const order = [...part.keys()].sort((a, b) => part[b]! - part[a]! || a - b);
    order.forEach((exemplar, rank) => {
      const reached = GRADE_SHARES.filter((share) => rank < Math.round(share * POOL_PER_LABEL)).length;
      if (part[exemplar]! > 0) grades[from + exemplar] = reached;
    });
  }
  return grades;
}
