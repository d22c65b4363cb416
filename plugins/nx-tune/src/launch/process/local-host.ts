import { Guard } from './guard.js';
import type { GpuMemory } from './gpu-memory.js';
import { LocalProgram, type HostServices } from './local-program.js';
import { OomKills } from './oom-kills.js';
import type { ProgramHost } from './types.js';
import { UsageSampler } from './usage.js';

export interface LocalHostOptions {
  /** How to learn what each process uses of a GPU's memory; without it, GPU memory is not measured. */
  readonly gpuMemory?: GpuMemory;
}

/** Programs on this machine, as children of this process. */
export function localHost(options: LocalHostOptions = {}): ProgramHost {
  const services: HostServices = {
    guard: new Guard(),
    sampler: new UsageSampler(options.gpuMemory),
    oomKills: new OomKills(),
  };
  return { start: (request) => new LocalProgram(request, services) };
}
