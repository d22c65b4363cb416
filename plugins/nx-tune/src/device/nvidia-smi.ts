import { GpuListError } from './errors.js';

/** One GPU of the host. `index` is nvidia-smi's: the order of the PCI bus. */
export interface Gpu {
  readonly index: number;
  readonly uuid: string;
  readonly name: string;
  /** UUIDs of its MIG instances; where there are any, CUDA cannot use the GPU as a whole. */
  readonly mig: readonly string[];
}

/** Undefined where there is no nvidia-smi. */
export type ListGpus = () => Promise<readonly Gpu[] | undefined>;

/** Runs a program and gives its standard output; undefined where it is not installed. Rejects when it fails. */
export type RunTool = (argv: readonly string[]) => Promise<string | undefined>;

/** What `nvidia-smi -L` lists, MIG instances included. */
export function nvidiaSmiGpus(runTool: RunTool): ListGpus {
  return async () => {
    const output = await runTool(['nvidia-smi', '-L']);
    return output === undefined ? undefined : parseGpuList(output);
  };
}

const GPU = /^GPU (\d+): (.+) \(UUID: (GPU-[^)]+)\)$/;
const MIG = /^\s+MIG .*\(UUID: (MIG-[^)]+)\)$/;

/**
 * Reads the output of `nvidia-smi -L`.
 * @throws GpuListError for a line that is none of a GPU, a MIG instance and "No devices found."
 */
export function parseGpuList(output: string): Gpu[] {
  const gpus: (Gpu & { mig: string[] })[] = [];
  for (const line of output.split('\n').map((text) => text.trimEnd())) {
    const gpu = GPU.exec(line);
    const mig = MIG.exec(line);
    const last = gpus.at(-1);
    if (gpu) gpus.push({ index: Number(gpu[1]), name: gpu[2]!, uuid: gpu[3]!, mig: [] });
    else if (mig && last) last.mig.push(mig[1]!);
    else if (line !== '' && !/^No devices (were )?found/.test(line)) throw new GpuListError({ line });
  }
  return gpus;
}
