import { endProcesses } from './ending.js';
import { RUN_ID, withDescendants } from './family.js';
import { hasEnvironment, listProcesses } from './proc.js';

/**
 * Ends the programs of an earlier run, one that crashed, that carry all these environment entries
 * (`{ TUNE_OUTPUT_DIR: folder }`), and their descendants: SIGTERM, and SIGKILL after `grace` ms. Only programs
 * that a run has started are touched, not a shell in which somebody has set the same variable.
 * Linux only: elsewhere there is nothing to find them by. Gives the pids that it ended.
 */
export async function killLeftovers(
  marker: Readonly<Record<string, string>>,
  grace: number,
): Promise<number[]> {
  const wanted = [...Object.entries(marker).map(([name, value]) => `${name}=${value}`), `${RUN_ID}=`];
  const found = new Set<number>();
  const find = (): number[] => {
    const all = listProcesses();
    const seeds = all.filter(({ pid }) => hasEnvironment(pid, wanted));
    const pids = withDescendants(seeds, all).map(({ pid }) => pid);
    const others = pids.filter((pid) => pid !== process.pid);
    others.forEach((pid) => found.add(pid));
    return others;
  };
  await endProcesses(find, grace);
  return [...found];
}
