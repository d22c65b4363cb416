import { readFileSync, readdirSync, readlinkSync, statSync } from 'node:fs';

/** Who has a lease, as told to those that wait for it. */
export interface HolderInfo {
  readonly pid: number;
  readonly user: string;
  /** Absolute path. */
  readonly workspace: string;
  /** For people: the trial or the program. */
  readonly what: string;
}

export function describeHolder(holder: HolderInfo | undefined): string {
  if (holder === undefined) return 'a process that does not say who it is';
  return `${holder.what} of ${holder.user} in ${holder.workspace} (process ${holder.pid})`;
}

/** Reads what a holder says; anything may listen on a name, so nothing is taken on trust. */
export function parseHolder(line: string): HolderInfo | undefined {
  try {
    const { pid, user, workspace, what } = JSON.parse(line) as Record<string, unknown>;
    const texts = [user, workspace, what];
    if (!Number.isSafeInteger(pid) || !texts.every((text) => typeof text === 'string')) return undefined;
    return { pid, user, workspace, what } as HolderInfo;
  } catch {
    return undefined;
  }
}

/**
 * The process that holds an abstract socket which nobody answers any more: a program whose runner was killed.
 * Looks for the socket's inode among the open files of the processes that this user may inspect.
 */
export function orphanHolder(socketName: string): HolderInfo | undefined {
  const line = readFileSync('/proc/net/unix', 'utf8')
    .split('\n')
    .find((text) => text.endsWith(` @${socketName}`) && text.split(/\s+/)[3] === '00010000');
  const inode = line?.trim().split(/\s+/)[6];
  if (inode === undefined) return undefined;
  const pid = readdirSync('/proc').find((entry) => /^\d+$/.test(entry) && hasSocket(entry, inode));
  return pid === undefined ? undefined : describeProcess(pid);
}

function hasSocket(pid: string, inode: string): boolean {
  try {
    const folder = `/proc/${pid}/fd`;
    return readdirSync(folder).some((fd) => readlinkSync(`${folder}/${fd}`) === `socket:[${inode}]`);
  } catch {
    return false; // another user's, or gone meanwhile
  }
}

function describeProcess(pid: string): HolderInfo | undefined {
  try {
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').join(' ').trim();
    return {
      pid: Number(pid),
      user: `uid ${statSync(`/proc/${pid}`).uid}`,
      workspace: readlinkSync(`/proc/${pid}/cwd`),
      what: `\`${command}\`, left by a run that has ended,`,
    };
  } catch {
    return undefined;
  }
}
