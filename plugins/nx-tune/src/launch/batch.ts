import type { KnownTargets } from '../spec/index.js';
import { ConsoleEvents } from './console.js';
import { RunFacts } from './facts.js';
import { endLeftovers } from './remains.js';
import { openSession } from './session.js';
import { runWave, type TaskEnd, type TrialTask } from './wave.js';

/**
 * Runs trials in this process, one a device, and gives each one's end as it comes.
 *
 * @param targets the workspace's Nx targets
 */
export async function* runTrials(
  workspaceRoot: string,
  targets: KnownTargets,
  tasks: readonly TrialTask[],
): AsyncGenerator<TaskEnd> {
  const facts = new RunFacts(workspaceRoot, targets);
  await endLeftovers(workspaceRoot, facts.readable(tasks.map(({ options }) => options.pipeline)));
  const session = await openSession(workspaceRoot, [consoleFor(tasks.length)]);
  try {
    yield* runWave(tasks, { facts, ...session });
  } finally {
    await session.close();
  }
}

export const consoleFor = (total: number): ConsoleEvents =>
  // nx reads this process through a pipe; its own terminal is still that of standard input.
  new ConsoleEvents(total, (text) => void process.stdout.write(text), process.stdin.isTTY);
