import { randomUUID } from 'node:crypto';
import { platform } from 'node:os';
import { hasEnvironment, lastPid, listProcesses, processInfo, type ProcessInfo } from './proc.js';

/** Set for every program, to a value of its own; children inherit it, into whatever session they move. */
export const RUN_ID = 'TUNE_RUN_ID';

/** Says, besides, which process starts the program: by its pid and its start. */
export function newRunId(): string {
  return `${process.pid}-${processInfo(process.pid)?.started ?? 0}-${randomUUID()}`;
}

/** Whether the process that gave this id to its program still runs. */
export function runnerLives(runId: string): boolean {
  const [pid, started] = runId.split('-').map(Number);
  return pid !== undefined && processInfo(pid)?.started === started;
}

/** A program and all that came from it. */
export interface Family {
  /** Leader of the process group; undefined while it is not known. */
  pid: number | undefined;
  readonly runId: string;
  /** Descendants seen so far: pid and start. Some may later lose every tie to the program but this. */
  readonly seen: Map<number, number>;
}

/** What to give to `process.kill` to reach every member that is alive. Empty when all have ended. */
export function livingMembers(family: Family, atLeastPid = 0): number[] {
  if (platform() !== 'linux') return groupTarget(family.pid);
  const all = listProcesses(atLeastPid);
  const entry = `${RUN_ID}=${family.runId}`;
  const seeds = all.filter((process) => belongs(process, family) || hasEnvironment(process.pid, entry));
  return withDescendants(seeds, all).map(({ pid }) => pid);
}

/**
 * The members that are left when the leader has just ended. Pids are given out in ascending order, so that those of a
 * short-lived program's children come after its own: far fewer processes to look at.
 */
export function strays(family: Family, lifetime: number): number[] {
  const { pid } = family;
  const last = lastPid();
  const ascending = pid !== undefined && last !== undefined && last >= pid && lifetime < 1_000;
  return livingMembers(family, ascending ? pid : 0);
}

/** Remembers the members among all processes of the host, and gives them. Reads no environments. */
export function noteMembers(family: Family, all: readonly ProcessInfo[]): ProcessInfo[] {
  const members = withDescendants(
    all.filter((process) => belongs(process, family)),
    all,
  );
  family.seen.clear(); // of those that have ended, or it would grow for weeks
  for (const { pid, started } of members) family.seen.set(pid, started);
  return members;
}

/** Whether the leader has not ended. */
export function leaderLives(family: Family): boolean {
  if (family.pid === undefined) return false;
  return platform() === 'linux' ? processInfo(family.pid) !== undefined : groupTarget(family.pid).length > 0;
}

export function withDescendants(seeds: readonly ProcessInfo[], all: readonly ProcessInfo[]): ProcessInfo[] {
  const children = new Map<number, ProcessInfo[]>();
  for (const process of all) {
    const siblings = children.get(process.parent);
    if (siblings === undefined) children.set(process.parent, [process]);
    else siblings.push(process);
  }
  const members = new Map<number, ProcessInfo>();
  const add = (process: ProcessInfo): void => {
    if (members.has(process.pid)) return;
    members.set(process.pid, process);
    children.get(process.pid)?.forEach(add);
  };
  seeds.forEach(add);
  return [...members.values()];
}

function belongs(process: ProcessInfo, family: Family): boolean {
  const { pid, group, session, started } = process;
  if (family.pid !== undefined && (group === family.pid || session === family.pid)) return true;
  return family.seen.get(pid) === started;
}

/** Without /proc the group is all that can be reached. */
function groupTarget(pid: number | undefined): number[] {
  try {
    if (pid === undefined) return [];
    process.kill(-pid, 0);
    return [-pid];
  } catch {
    return [];
  }
}
