import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { processInfo } from '../../../src/launch/process/proc.js';
import type { Progress, ProgramRequest } from '../../../src/launch/process/index.js';

/** The folder of the fixture programs. */
export const PROGRAMS = fileURLToPath(new URL('../../fixtures/programs/', import.meta.url));

export const python = (name: string, ...args: string[]): string[] => [
  'python3',
  join(PROGRAMS, name),
  ...args,
];

export const node = (name: string, ...args: string[]): string[] => [
  process.execPath,
  join(PROGRAMS, name),
  ...args,
];

export const isAlive = (pid: number): boolean => processInfo(pid) !== undefined;

/** A folder of its own for one test file, and requests that log into it. */
export async function temporaryFolder() {
  const path = await mkdtemp(join(tmpdir(), 'nx-tune-process-'));
  let logs = 0;
  const request = (argv: string[], more: Partial<ProgramRequest> = {}): ProgramRequest => ({
    argv,
    cwd: path,
    env: {},
    logFile: join(path, `${logs++}.log`),
    grace: 5_000,
    ...more,
  });
  return { path, request, remove: () => rm(path, { recursive: true }) };
}

/** Progress as it comes, to be awaited. */
export function progressQueue() {
  const come: Progress[] = [];
  let wake: () => void = () => undefined;
  return {
    onProgress: (progress: Progress): void => {
      come.push(progress);
      wake();
    },
    next: async (): Promise<Progress> => {
      while (come.length === 0) await new Promise<void>((resolve) => (wake = resolve));
      return come.shift()!;
    },
  };
}
