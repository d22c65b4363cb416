import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** A process that has not ended, as /proc tells. */
export interface ProcessInfo {
  readonly pid: number;
  readonly parent: number;
  readonly group: number;
  readonly session: number;
  /** Clock ticks since boot: with the pid it names a process for good. */
  readonly started: number;
}

/** The processes of this host that have not ended; none where there is no /proc. */
export function listProcesses(atLeastPid = 0): ProcessInfo[] {
  const found: ProcessInfo[] = [];
  for (const entry of entries()) {
    const pid = Number(entry);
    const info = pid >= atLeastPid && pid > 0 ? processInfo(pid) : undefined;
    if (info !== undefined) found.push(info);
  }
  return found;
}

/** Undefined when the process has ended; a zombie has. */
export function processInfo(pid: number): ProcessInfo | undefined {
  const stat = read(`/proc/${pid}/stat`);
  if (stat === undefined) return undefined;
  // The name, in parentheses, may hold anything; the state follows it.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  if (fields[0] === 'Z' || fields[0] === 'X') return undefined;
  const [parent, group, session] = [Number(fields[1]), Number(fields[2]), Number(fields[3])];
  return { pid, parent, group, session, started: Number(fields[19]) };
}

/**
 * The environment that the process was started with. Undefined when it has ended or is another user's; empty when it
 * has overwritten its own, as programs do that change the title which `ps` shows.
 */
export function environmentOf(pid: number): Map<string, string> | undefined {
  const entries = read(`/proc/${pid}/environ`)?.split('\0');
  const pairs = entries?.map((entry): [string, string] => {
    const equals = entry.indexOf('=');
    return [entry.slice(0, equals), entry.slice(equals + 1)];
  });
  return pairs && new Map(pairs);
}

/** Whether that environment has this entry: `NAME=value`. */
export function hasEnvironment(pid: number, entry: string): boolean {
  return `\0${read(`/proc/${pid}/environ`) ?? ''}\0`.includes(`\0${entry}\0`);
}

/** Whether the process numbers its processes as this one does: not if it runs in another container. */
export function sharesPids(pid: number): boolean {
  const own = namespace('self');
  return own !== undefined && own === namespace(pid);
}

function namespace(pid: number | 'self'): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/ns/pid`);
  } catch {
    return undefined;
  }
}

/** The pid that was given out last; undefined where there is no /proc. */
export function lastPid(): number | undefined {
  const text = read('/proc/loadavg');
  return text === undefined ? undefined : Number(text.trim().split(' ')[4]);
}

/** Undefined where the file does not exist, or its process has gone. */
export function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

function entries(): string[] {
  try {
    return readdirSync('/proc').filter((entry) => entry.charCodeAt(0) >= 48 && entry.charCodeAt(0) <= 57);
  } catch {
    return [];
  }
}
