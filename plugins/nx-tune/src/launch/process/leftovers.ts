import { endProcesses } from './ending.js';
import { RUN_ID, runnerLives, withDescendants } from './family.js';
import { environmentOf, listProcesses, sharesPids } from './proc.js';

/**
 * Ends programs that an earlier run has left: SIGTERM, and SIGKILL after `grace` ms, to those in whose environment
 * every variable of the marker is the given path or one below it (`{ TUNE_OUTPUT_DIR: folder }`), and their
 * descendants. Leaves alone what a run has not started, and the programs of a run that is alive. Linux only: elsewhere
 * there is nothing to find them by. Gives the pids that it ended.
 */
export async function killLeftovers(
  marker: Readonly<Record<string, string>>,
  grace: number,
): Promise<number[]> {
  const found = new Set<number>();
  const find = (): number[] => {
    const all = listProcesses();
    const seeds = all.filter(({ pid }) => isLeftover(pid, marker));
    const pids = withDescendants(seeds, all).map(({ pid }) => pid);
    pids.forEach((pid) => found.add(pid));
    return pids;
  };
  await endProcesses(find, grace);
  return [...found];
}

function isLeftover(pid: number, marker: Readonly<Record<string, string>>): boolean {
  const env = environmentOf(pid);
  const runId = env?.get(RUN_ID);
  if (env === undefined || runId === undefined) return false;
  const marked = Object.entries(marker).every(([name, path]) =>
    `${env.get(name) ?? ''}/`.startsWith(`${path}/`),
  );
  return marked && sharesPids(pid) && !runnerLives(runId);
}
