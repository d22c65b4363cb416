import { environmentOf, read } from '../../src/launch/process/proc.js';
import { processesOf } from '../terminal.js';
import type { Workspace } from '../workspace.js';

export type Role = 'nx' | 'runner' | 'guardian' | 'program' | 'child';

/** The processes of a run, by what they are. A program's own children are `child`. */
export function rolesOf(workspace: Workspace, nx: number | undefined): Map<Role, number[]> {
  const roles = new Map<Role, number[]>();
  for (const pid of processesOf(workspace)) {
    const role = roleOf(pid, nx);
    if (role !== undefined) roles.set(role, [...(roles.get(role) ?? []), pid]);
  }
  return roles;
}

function roleOf(pid: number, nx: number | undefined): Role | undefined {
  if (pid === nx) return 'nx';
  const command = read(`/proc/${pid}/cmdline`) ?? '';
  if (command.includes('run-batch.js')) return 'runner';
  if (command.includes('guardian.js')) return 'guardian';
  if (environmentOf(pid)?.has('TUNE_RUN_ID') !== true) return undefined;
  return command.includes('faulty.py') ? 'program' : 'child';
}

/** False where it has ended meanwhile. */
export function signal(pid: number, name: NodeJS.Signals): boolean {
  try {
    process.kill(pid, name);
    return true;
  } catch {
    return false;
  }
}
