import { readFileSync, readdirSync, readlinkSync, statSync } from 'node:fs';

/** The flag of a listening socket in /proc/net/unix. */
const LISTENING = '00010000';

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
 * The process that holds an abstract socket on which nobody answers: most often a program whose runner was killed, else
 * a runner too busy to answer. Looks for the socket's inode among the open files of processes that this user may inspect.
 */
export function silentHolder(socketName: string): HolderInfo | undefined {
  const line = readFileSync('/proc/net/unix', 'utf8')
    .split('\n')
    .find((text) => text.endsWith(` @${socketName}`) && text.split(/\s+/)[3] === LISTENING);
  const inode = line?.split(/\s+/)[6];
  if (inode === undefined) return undefined;
  const pids = readdirSync('/proc').filter((entry) => /^\d+$/.test(entry) && hasSocket(entry, inode));
  // Children have it from their parents.
  const pid = pids.find((one) => !pids.includes(parentOf(one))) ?? pids[0];
  return pid === undefined ? undefined : describeProcess(pid);
}

function parentOf(pid: string): string {
  try {
    return /^PPid:\s+(\d+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? '';
  } catch {
    return '';
  }
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
      what: `\`${command}\`, which does not answer,`,
    };
  } catch {
    return undefined;
  }
}
