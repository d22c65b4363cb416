import type { Observation } from '../../src/results/types.js';

/** A complete trial of tier CRITICAL of phase `a`, whose objective is the metric `score`, with what differs. */
export function observed(
  index: number,
  score: number | null,
  different: Partial<Observation> = {},
): Observation {
  const tier = different.tier ?? 'CRITICAL';
  return {
    trial: `a_${tier}_${String(index).padStart(3, '0')}`,
    phase: 'a',
    tier,
    index,
    status: 'complete',
    values: { x: index },
    objective: score,
    metrics: score === null ? {} : { score },
    ...different,
  };
}

export const failed = (index: number, different: Partial<Observation> = {}): Observation =>
  observed(index, null, { status: 'failed', ...different });
