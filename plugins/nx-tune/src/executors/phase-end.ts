import { logPhaseEvent, refreshCoordinator } from '../select/coordinator.js';
import { selectPhase } from '../select/phase.js';
import type { Results } from '../results/read.js';
import type { PhaseResult } from '../results/types.js';
import type { Phase, Spec } from '../spec/types.js';
import { explain, say } from './adapt.js';
import { rebuildReport } from './report/rebuild.js';

/** Selects the best of a phase; where its gate stops the run, leaves the report that says why. */
export async function closePhase(root: string, results: Results, spec: Spec, phase: Phase): Promise<boolean> {
  const { summary, error } = await selectPhase(results, spec, phase);
  await refreshCoordinator(results, spec);
  await logPhaseEvent(results, describe(summary));
  if (!error) {
    say(describe(summary) + (summary.status === 'gate_failed' ? `\n${summary.reason ?? ''}` : ''));
    return true;
  }
  process.stderr.write(`${explain(error)}\n`);
  await rebuildReport(root, spec);
  return false;
}

function describe({ phase, status, best, objective }: PhaseResult): string {
  const winner = best ? `best ${best.trial}, ${objective.metric} ${best.objective}` : 'no best trial';
  const verdict = {
    complete: 'gate passed',
    gate_failed: 'gate closed',
    failed: 'failed',
    converged: 'nothing left to search',
  }[status];
  return `Phase ${phase}: ${verdict}; ${winner}`;
}
