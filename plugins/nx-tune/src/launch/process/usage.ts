import { noteMembers, type Family } from './family.js';
import type { GpuMemory } from './gpu-memory.js';
import { listProcesses, read, type ProcessInfo } from './proc.js';
import type { Usage } from './types.js';

/** Programs that end before are not worth a look. */
const FIRST_SAMPLE_MS = 1_000;
const SAMPLE_MS = 2_000;
/** Starting nvidia-smi costs tens of milliseconds. */
const GPU_SAMPLE_MS = 5_000;
const KIB = 1024;

interface Sampled {
  readonly family: Family;
  readonly usage: Usage;
  readonly since: number;
}

/**
 * Samples the memory of running programs, all in one pass over /proc, and learns their descendants on the way.
 * The peak is the largest sample, or the kernel's own high-water mark of a single process if that is larger.
 */
export class UsageSampler {
  readonly #gpuMemory: GpuMemory | undefined;
  readonly #programs = new Set<Sampled>();
  #timer: NodeJS.Timeout | undefined;
  #nextGpuSample = 0;
  #gpuKnown = true;

  constructor(gpuMemory?: GpuMemory) {
    this.#gpuMemory = gpuMemory;
  }

  /** Gives a function that ends the sampling of this program. */
  add(family: Family, usage: Usage): () => void {
    const program = { family, usage, since: performance.now() };
    this.#programs.add(program);
    if (this.#timer === undefined) this.#schedule(FIRST_SAMPLE_MS);
    return () => this.#programs.delete(program);
  }

  #sample(): void {
    this.#timer = undefined;
    if (this.#programs.size === 0) return;
    const now = performance.now();
    const mature = [...this.#programs].filter(({ since }) => now - since >= FIRST_SAMPLE_MS - 100);
    const all = mature.length === 0 ? [] : listProcesses();
    const members = mature.map((program) => ({ program, processes: noteMembers(program.family, all) }));
    for (const { program, processes } of members) noteMemory(program.usage, processes);
    if (members.length > 0 && this.#gpuKnown && now >= this.#nextGpuSample) void this.#sampleGpu(members);
    const wait = mature.length === 0 ? FIRST_SAMPLE_MS : SAMPLE_MS;
    this.#schedule(wait);
  }

  #schedule(wait: number): void {
    this.#timer = setTimeout(() => this.#sample(), wait).unref();
  }

  async #sampleGpu(
    members: readonly { program: Sampled; processes: readonly ProcessInfo[] }[],
  ): Promise<void> {
    if (this.#gpuMemory === undefined) return;
    this.#nextGpuSample = Infinity;
    // A driver that fails now may answer later; a tool that is not there will not turn up.
    const byPid = await this.#gpuMemory().catch(() => new Map<number, number>());
    this.#gpuKnown = byPid !== undefined;
    this.#nextGpuSample = performance.now() + GPU_SAMPLE_MS;
    for (const { program, processes } of members) noteGpuMemory(program.usage, processes, byPid ?? new Map());
  }
}

function noteMemory(usage: Usage, processes: readonly ProcessInfo[]): void {
  let sum = 0;
  let highest = 0;
  for (const { pid } of processes) {
    const status = read(`/proc/${pid}/status`);
    // Memory that forked workers share counts once; for a single process the cheaper number is as good.
    const shared = processes.length > 1 ? read(`/proc/${pid}/smaps_rollup`) : undefined;
    sum += kibibytes(shared, 'Pss') ?? kibibytes(status, 'VmRSS') ?? 0;
    highest = Math.max(highest, kibibytes(status, 'VmHWM') ?? 0);
  }
  if (sum === 0) return;
  usage.memoryBytes = sum * KIB;
  usage.memoryPeakBytes = Math.max(usage.memoryPeakBytes ?? 0, usage.memoryBytes, highest * KIB);
}

function noteGpuMemory(
  usage: Usage,
  processes: readonly ProcessInfo[],
  byPid: ReadonlyMap<number, number>,
): void {
  const sizes = processes.map(({ pid }) => byPid.get(pid)).filter((size) => size !== undefined);
  if (sizes.length === 0) return;
  usage.gpuBytes = sizes.reduce((sum, size) => sum + size, 0);
  usage.gpuPeakBytes = Math.max(usage.gpuPeakBytes ?? 0, usage.gpuBytes);
}

function kibibytes(text: string | undefined, field: string): number | undefined {
  const match = text === undefined ? null : new RegExp(`^${field}:\\s+(\\d+) kB$`, 'm').exec(text);
  return match === null ? undefined : Number(match[1]);
}
