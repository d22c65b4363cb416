import { setTimeout } from 'node:timers/promises';
import { leaderLives, livingMembers, type Family } from './family.js';

/** What descendants get to end by themselves once the program has ended. */
export const STRAY_GRACE_MS = 2_000;
/** Even SIGKILL takes a moment; a process stuck in the kernel does not end at all. */
const KILL_MS = 5_000;
const SHORTEST_POLL_MS = 5;
const LONGEST_POLL_MS = 100;

/** SIGTERM to the program's process group. */
export function terminateGroup(family: Family): void {
  if (family.pid !== undefined) signal(-family.pid, 'SIGTERM');
}

/**
 * Ends processes: SIGTERM, and SIGKILL after the grace, again and again while `find` still finds some.
 * Gives those that outlived it.
 */
export async function endProcesses(find: () => readonly number[], grace: number): Promise<readonly number[]> {
  let left = find();
  if (grace > 0) left = await signalUntilGone(left, find, { name: 'SIGTERM', within: grace });
  return signalUntilGone(left, find, { name: 'SIGKILL', within: KILL_MS });
}

/** Ends a program that this process did not start, and its descendants. Gives those that outlived it. */
export async function endFamily(family: Family, grace: number): Promise<readonly number[]> {
  const deadline = performance.now() + grace;
  const left = (): number => deadline - performance.now();
  terminateGroup(family);
  for (const poll = polls(); leaderLives(family) && left() > 0;) await setTimeout(Math.min(poll(), left()));
  return endProcesses(() => livingMembers(family), Math.max(0, Math.min(STRAY_GRACE_MS, left())));
}

/** SIGTERM once to each process as it turns up; SIGKILL at every look. */
async function signalUntilGone(
  first: readonly number[],
  find: () => readonly number[],
  step: { readonly name: 'SIGTERM' | 'SIGKILL'; readonly within: number },
): Promise<readonly number[]> {
  const deadline = performance.now() + step.within;
  const told = new Set<number>();
  let left = first;
  for (const poll = polls(); left.length > 0; left = find()) {
    for (const pid of left.filter((one) => step.name === 'SIGKILL' || !told.has(one))) {
      signal(pid, step.name);
      told.add(pid);
    }
    const remaining = deadline - performance.now();
    if (remaining <= 0) return left;
    await setTimeout(Math.min(poll(), remaining));
  }
  return left;
}

/** Most processes end at once, so the first looks come soon. */
function polls(): () => number {
  let next = SHORTEST_POLL_MS;
  return () => {
    const wait = next;
    next = Math.min(next * 2, LONGEST_POLL_MS);
    return wait;
  };
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It has ended, or is another user's and no business of ours.
  }
}
