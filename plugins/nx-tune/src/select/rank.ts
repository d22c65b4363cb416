import { TIERS, type Condition, type Phase } from '../spec/types.js';
import { meetsAll } from '../spec/index.js';
import type { Observation } from '../results/types.js';

export interface Ranked {
  readonly observation: Observation;
  /** Meets every condition of the gate. */
  readonly passes: boolean;
}

/**
 * Trials from best to worst: those that pass the gate before those that do not, then by the objective; equal ones by
 * tier and index. Trials without a finite objective come last.
 */
export function rank(
  observations: readonly Observation[],
  phase: Pick<Phase, 'objective' | 'gate'>,
): Ranked[] {
  const sign = phase.objective.direction === 'maximize' ? -1 : 1;
  return observations
    .map((observation) => ({
      observation,
      passes: isUsable(observation) && passesGate(observation, phase.gate),
    }))
    .sort(
      (a, b) =>
        Number(isUsable(b.observation)) - Number(isUsable(a.observation)) ||
        Number(b.passes) - Number(a.passes) ||
        sign * ((a.observation.objective ?? 0) - (b.observation.objective ?? 0)) ||
        TIERS.indexOf(a.observation.tier) - TIERS.indexOf(b.observation.tier) ||
        a.observation.index - b.observation.index,
    );
}

/** A trial that can be selected: it finished, with a finite objective. */
export const isUsable = ({ status, objective }: Observation): boolean =>
  status === 'complete' && objective !== null && Number.isFinite(objective);

export const passesGate = ({ metrics }: Observation, gate: readonly Condition[]): boolean =>
  meetsAll(gate, metrics);
