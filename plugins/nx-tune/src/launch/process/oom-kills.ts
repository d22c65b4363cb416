import { read } from './proc.js';

/** Notices that the kernel has killed processes of this host for want of memory. */
export class OomKills {
  #seen = count();

  /** Whether it has since the last call. False where the kernel does not count them. */
  any(): boolean {
    const before = this.#seen;
    this.#seen = count();
    return this.#seen !== undefined && before !== undefined && this.#seen > before;
  }
}

function count(): number | undefined {
  const match = /^oom_kill (\d+)$/m.exec(read('/proc/vmstat') ?? '');
  return match === null ? undefined : Number(match[1]);
}
