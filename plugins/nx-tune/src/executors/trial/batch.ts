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
  { root }: ExecutorContext,
): AsyncGenerator<TaskResult> {
  const tasks = Object.keys(taskGraph.tasks).map((task) => ({ task, options: options[task]! }));
  for await (const end of runTrials(root, tasks)) yield { task: end.task, result: resultOf(end) };
}

/** A failed trial is an observation, and so a success of its task; an interrupted one is neither. */
function resultOf(end: TaskEnd): TaskResult['result'] {
  const times = { startTime: end.started, endTime: end.finished };
  return end.kind === 'done'
    ? { success: true, terminalOutput: `${end.trial}: ${end.how}\n`, ...times }
    : { success: false, terminalOutput: `${explain(end.error)}\n`, ...times };
}
