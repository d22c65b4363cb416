import { createHash, type Hash } from 'node:crypto';
import { createReadStream, readFileSync, statSync } from 'node:fs';
import { pipeline } from 'node:stream/promises';

/** JSON with the keys of every object in order, so that equal values give equal text. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, item: unknown) =>
    item !== null && typeof item === 'object' && !Array.isArray(item)
      ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)))
      : item,
  );
}

/** Hexadecimal sha-256 of a text (UTF-8). */
export const digestText = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Hexadecimal sha-256 of a value's canonical JSON. */
export const digestOf = (value: unknown): string => digestText(canonicalJson(value));

/** Up to so many bytes a file is read at once: for a small one a stream takes longer than the reading. */
const AT_ONCE = 1 << 18;

/** Hexadecimal sha-256 of a file, of whatever size. Throws where it cannot be read. */
export async function digestFile(file: string): Promise<string> {
  const hash: Hash = createHash('sha256');
  if (statSync(file).size <= AT_ONCE) return hash.update(readFileSync(file)).digest('hex');
  await pipeline(createReadStream(file, { highWaterMark: 1 << 20 }), hash);
  return hash.digest('hex');
}
