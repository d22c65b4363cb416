import { closeSync, fsync, mkdirSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { ResultFileError } from './errors.js';

const flush = promisify(fsync);

/**
 * Writes to a temporary name, flushes and renames: a reader sees the old file or the new one, never half of it. Makes
 * the folder where there is none. Our own few lines, since the libraries for it look up real paths and owners at each
 * write, which for hundreds of small trials a minute took longer than the writing. Only the flush, which waits for the
 * disk, is left to another thread: for a small file the way there and back takes longer than all else.
 */
export async function writeAtomic(file: string, content: string): Promise<void> {
  const temporary = `${file}.${process.pid}-${++written}.tmp`;
  let descriptor: number | undefined = create(temporary);
  try {
    writeFileSync(descriptor, content);
    await flush(descriptor);
    closeSync(descriptor);
    descriptor = undefined;
    renameSync(temporary, file);
  } catch (error) {
    if (descriptor !== undefined) closeSync(descriptor);
    rmSync(temporary, { force: true });
    throw error;
  }
}

function create(file: string): number {
  try {
    return openSync(file, 'w');
  } catch (error) {
    if (!isMissing(error)) throw error;
    mkdirSync(dirname(file), { recursive: true });
    return openSync(file, 'w');
  }
}

let written = 0;

export const writeJson = (file: string, value: unknown): Promise<void> =>
  writeAtomic(file, `${JSON.stringify(value, null, 2)}\n`);

/** @returns undefined where there is no such file. @throws ResultFileError where it is not JSON. */
export async function readJson<T>(file: string, shownAs = file): Promise<T | undefined> {
  const text = await readText(file);
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text) as T;
  } catch (cause) {
    throw new ResultFileError(shownAs, 'found text that is not JSON', { cause });
  }
}

/** @returns undefined where there is no such file. */
export async function readText(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

export const isMissing = (error: unknown): boolean =>
  ['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException | undefined)?.code ?? '');
