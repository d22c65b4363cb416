import type { ExecutorContext, TaskGraph } from '@nx/devkit';
import { runTrials } from '../../launch/batch.js';
import type { TrialOptions } from '../../launch/planned-trial.js';
import type { TaskEnd } from '../../launch/wave.js';
import { explain } from '../adapt.js';

interface TaskResult {
  readonly task: string;
  readonly result: { success: boolean; terminalOutput: string; startTime: number; endTime: number };
}

/** Nx hands a whole set of ready trials to one process: the successor of a custom task runner. */
export default async function* trials(
  taskGraph: TaskGraph,
  options: Record<string, TrialOptions>,
  _overrides: unknown,
  { root, projectsConfigurations }: ExecutorContext,
): AsyncGenerator<TaskResult> {
  const tasks = Object.keys(taskGraph.tasks).map((task) => ({ task, options: options[task]! }));
  const told = new Set<string>();
  for await (const end of runTrials(root, projectsConfigurations.projects, tasks))
    yield { task: end.task, result: resultOf(end, told) };
}

/**
 * A failed trial is an observation, and so a success of its task; an interrupted one is neither.
 *
 * @param told texts of errors that were shown already: one mistake in a pipeline file keeps all its trials from running
 */
function resultOf(end: TaskEnd, told: Set<string>): TaskResult['result'] {
  const times = { startTime: end.started, endTime: end.finished };
  if (end.kind === 'done') return { success: true, terminalOutput: `${end.trial}: ${end.how}\n`, ...times };
  const text = explain(end.error);
  const terminalOutput = told.has(text) ? 'Not run, for the reason given above.\n' : `${text}\n`;
  told.add(text);
  return { success: false, terminalOutput, ...times };
}
