import type { Facts, PhaseRow } from '../facts.js';
import { plural } from '../markdown.js';

export interface Verdict {
  readonly kind: 'passed' | 'finished' | 'missed' | 'stopped' | 'failed' | 'unfinished';
  /** A few words, with a sign in front that is seen before it is read. */
  readonly label: string;
}

/** How a phase ended, or where it is. The gate is judged on the best trial. */
export function verdictOf(facts: Facts, phase: PhaseRow): Verdict {
  switch (phase.status) {
    case 'waiting':
      return { kind: 'unfinished', label: '⏳ not started' };
    case 'running':
      return {
        kind: 'unfinished',
        label: `⏳ ${phase.finished_trials} of ${plural(phase.planned, 'trial')} done`,
      };
    case 'outdated':
      return { kind: 'unfinished', label: '⏳ out of date' };
    case 'failed':
      return { kind: 'failed', label: '❌ failed' };
    case 'converged':
      return { kind: 'finished', label: '✅ nothing left to search' };
    case 'complete':
    case 'gate_failed':
      return gateVerdict(facts, phase);
  }
}

function gateVerdict(facts: Facts, phase: PhaseRow): Verdict {
  if (!hasGate(facts, phase)) return { kind: 'finished', label: '✅ finished, no gate' };
  if (phase.best_feasible) return { kind: 'passed', label: '✅ gate passed' };
  return phase.gate_mode === 'warn'
    ? { kind: 'missed', label: '⚠️ gate missed, went on' }
    : { kind: 'stopped', label: '❌ gate failed, stopped' };
}

export const hasGate = (facts: Facts, { phase }: PhaseRow): boolean =>
  facts.planGates.some((gate) => gate.phase === phase);

/** GitHub's anchor of the heading "Phase <name>". */
export const phaseAnchor = ({ phase }: PhaseRow): string => `phase-${phase.toLowerCase()}`;
