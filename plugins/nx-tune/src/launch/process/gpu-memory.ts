/** Bytes of GPU memory by pid; undefined where nothing can tell. */
export type GpuMemory = () => Promise<ReadonlyMap<number, number> | undefined>;

const MIB = 2 ** 20;
const QUERY = ['nvidia-smi', '--query-compute-apps=pid,used_memory', '--format=csv,noheader,nounits'];

/**
 * Asks nvidia-smi. In a container it may list no processes, or pids of the host; then no program of ours is found in
 * the answer, and its GPU memory stays unknown.
 */
export function nvidiaSmiMemory(
  runTool: (argv: readonly string[]) => Promise<string | undefined>,
): GpuMemory {
  return async () => {
    const output = await runTool(QUERY);
    return output === undefined ? undefined : parseComputeApps(output);
  };
}

/** Lines of `pid, MiB`, one for each GPU that a process uses; `[N/A]` where the driver does not tell. */
export function parseComputeApps(output: string): Map<number, number> {
  const byPid = new Map<number, number>();
  for (const line of output.split('\n')) {
    const match = /^(\d+), (\d+)$/.exec(line.trim());
    if (match === null) continue;
    const pid = Number(match[1]);
    byPid.set(pid, (byPid.get(pid) ?? 0) + Number(match[2]) * MIB);
  }
  return byPid;
}
