import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
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

/** Hexadecimal sha-256 of a file, read as a stream. Throws where it cannot be read. */
export async function digestFile(file: string): Promise<string> {
  const hash: Hash = createHash('sha256');
  await pipeline(createReadStream(file, { highWaterMark: 1 << 20 }), hash);
  return hash.digest('hex');
}
