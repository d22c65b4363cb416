import { appendFile, mkdir } from 'node:fs/promises';
import { stringify } from 'yaml';
import { digestOf } from '../results/digest.js';
import { writeAtomic, writeJson } from '../results/json.js';
import type { Results } from '../results/read.js';
import type { CoordinatorState, Incumbent, PhaseResult } from '../results/types.js';
import type { Spec, Tier } from '../spec/types.js';

export interface FinishedPhase {
  readonly phase: string;
  readonly result: PhaseResult;
  readonly incumbent: Incumbent;
}

/**
 * The phases that are done, in order, as far as each starts from what the one before it ended with: a phase that an
 * edit has left behind does not count, though its files are still there.
 */
export async function finishedPhases(results: Results, spec: Spec): Promise<FinishedPhase[]> {
  const finished: FinishedPhase[] = [];
  let before = digestOf({ params: {}, upstream: {} } satisfies Incumbent);
  for (const { name } of spec.phases) {
    const [result, incumbent] = await Promise.all([results.phaseResult(name), results.incumbent(name)]);
    if (!result || !incumbent || result.before !== before) break;
    before = digestOf(incumbent);
    if (result.incumbent !== before) break;
    finished.push({ phase: name, result, incumbent });
  }
  return finished;
}

/** Brings coordinator_state.json and best_config.yaml up to what the phases' own files say. */
export async function refreshCoordinator(
  results: Results,
  spec: Spec,
  current?: { phase: string; tier: Tier },
): Promise<FinishedPhase[]> {
  const finished = await finishedPhases(results, spec);
  const state: CoordinatorState = {
    pipeline: spec.name,
    completed_phases: finished.map(({ phase }) => phase),
    current_phase: current?.phase ?? spec.phases[finished.length]?.name ?? null,
    current_tier: current?.tier ?? null,
    best: Object.fromEntries(finished.flatMap(({ phase, result }) => bestOf(phase, result))),
  };
  await mkdir(results.path(results.layout.root), { recursive: true });
  await writeJson(results.path(results.layout.file('coordinatorState')), state);
  const last = finished.at(-1);
  if (last)
    await writeAtomic(results.path(results.layout.file('bestConfig')), bestConfig(spec, last.incumbent));
  return finished;
}

const bestOf = (phase: string, { best }: PhaseResult): [string, CoordinatorState['best'][string]][] =>
  best ? [[phase, { trial: best.trial, objective: best.objective, params: best.values }]] : [];

/** The incumbent and what `fixed` adds to it, as one map that a program or a person can use. */
function bestConfig(spec: Spec, incumbent: Incumbent): string {
  return stringify({
    pipeline: spec.name,
    params: { ...incumbent.params, ...spec.fixed },
    upstream: Object.fromEntries(
      Object.entries(incumbent.upstream).map(([phase, { trial, artifact }]) => [
        phase,
        artifact ? { trial, artifact: artifact.path } : { trial },
      ]),
    ),
  });
}

/** One line of coordinator.log. */
export async function logPhaseEvent(results: Results, event: string): Promise<void> {
  await mkdir(results.path(results.layout.root), { recursive: true });
  const file = results.path(results.layout.file('coordinatorLog'));
  await appendFile(file, `${new Date().toISOString()} ${event}\n`);
}
