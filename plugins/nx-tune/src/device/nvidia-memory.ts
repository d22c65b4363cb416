import type { RunTool } from './nvidia-smi.js';

/** Bytes of each GPU's memory, by its UUID. */
export type DeviceMemory = ReadonlyMap<string, { readonly usedBytes: number; readonly totalBytes: number }>;

const MIB = 2 ** 20;
const QUERY = ['nvidia-smi', '--query-gpu=uuid,memory.used,memory.total', '--format=csv,noheader,nounits'];

/** How full each GPU's memory is, whoever uses it. Empty where there is no nvidia-smi. @throws what runTool does */
export async function nvidiaSmiDeviceMemory(runTool: RunTool): Promise<DeviceMemory> {
  return parseDeviceMemory((await runTool(QUERY)) ?? '');
}

/** Lines of `UUID, MiB used, MiB in all`; a GPU whose driver does not tell is left out. */
export function parseDeviceMemory(output: string): DeviceMemory {
  const entries = output.split('\n').flatMap((line) => {
    const match = /^(\S+), (\d+), (\d+)$/.exec(line.trim());
    if (match === null) return [];
    return [[match[1]!, { usedBytes: Number(match[2]) * MIB, totalBytes: Number(match[3]) * MIB }] as const];
  });
  return new Map(entries);
}
