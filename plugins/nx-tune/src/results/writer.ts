import { readFileSync } from 'node:fs';

/**
 * Whether the process of this host that left a file, as its pid in the file says, still runs. One that was killed and
 * whose parent has not asked for its exit code has ended, though it has its pid still.
 */
export function writerLives(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  return !ENDED.has(stateOf(pid));
}

/** Zombie and dead, as proc(5) names them. */
const ENDED: ReadonlySet<string | undefined> = new Set(['Z', 'X']);

/** Undefined where there is no /proc. */
function stateOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name, in parentheses, may hold anything; the state follows it.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[0];
  } catch {
    return undefined;
  }
}
