import { readdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isMissing } from './json.js';

/** Empties a folder, except for the names given; a folder that does not exist is empty. */
export async function emptyFolder(folder: string, keep: ReadonlySet<string> = new Set()): Promise<void> {
  let names: string[];
  try {
    names = readdirSync(folder);
  } catch (error) {
    if (isMissing(error)) return;
    throw error;
  }
  await Promise.all(
    names.filter((name) => !keep.has(name)).map((name) => rm(join(folder, name), { recursive: true, force: true })),
  );
}
