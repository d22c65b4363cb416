import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { LogFile } from './log-file.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'nx-tune-log-'));
});
afterAll(() => rm(folder, { recursive: true }));

const LIMIT = 4096;
const line = (number: number) => `line ${String(number).padStart(6, '0')}\n`;
const MISSING = `[nx-tune] the middle of this log was left out: it is limited to ${LIMIT} bytes`;

async function writeLines(path: string, from: number, to: number): Promise<LogFile> {
  const log = new LogFile(path, LIMIT, () => undefined);
  for (let number = from; number < to; number++) log.write(Buffer.from(line(number)));
  await log.close();
  return log;
}

test('creates the file even when nothing is written', async () => {
  const path = join(folder, 'empty.log');
  await new LogFile(path, LIMIT, () => undefined).close();
  expect(await readFile(path, 'utf8')).toBe('');
});

test('appends to what an earlier attempt wrote', async () => {
  const path = join(folder, 'attempts.log');
  await writeLines(path, 0, 2);
  await writeLines(path, 2, 3);
  expect(await readFile(path, 'utf8')).toBe(line(0) + line(1) + line(2));
});

test('keeps the first and the last lines when it grows past its limit', async () => {
  const path = join(folder, 'long.log');
  await writeLines(path, 0, 400);
  const first = (await readFile(path, 'utf8')).split('\n');
  expect(first[0]).toBe('line 000000');
  await writeLines(path, 400, 5_000);
  const text = await readFile(path, 'utf8');
  expect(Buffer.byteLength(text)).toBeLessThanOrEqual(LIMIT);
  const [head, tail] = text.split(`${MISSING}\n`);
  const numbers = (part: string) => part.match(/(?<=^line )\d{6}$/gm)!.map(Number);
  // Whole lines, without a gap at either side, at least an eighth of the limit each.
  expect(numbers(head!)).toEqual(Array.from({ length: numbers(head!).length }, (_, i) => i));
  const last = numbers(tail!);
  expect(last).toEqual(Array.from({ length: last.length }, (_, i) => 5_000 - last.length + i));
  expect(head!.length).toBe(numbers(head!).length * 12);
  expect(tail!.length).toBe(last.length * 12);
  expect(Math.min(head!.length, tail!.length)).toBeGreaterThan(LIMIT / 8);
  expect(await readdir(folder)).not.toContain('long.log.tmp');
});

test('cuts a line that is longer than the limit', async () => {
  const path = join(folder, 'one-line.log');
  const log = new LogFile(path, LIMIT, () => undefined);
  log.write(Buffer.alloc(100_000, 'x'));
  await log.close();
  const text = await readFile(path, 'utf8');
  expect(text.length).toBeLessThanOrEqual(LIMIT);
  expect(text).toMatch(/^x+\n\[nx-tune\] the middle .*\nx+$/);
});

test('asks its writer to wait while the disk is behind', async () => {
  const path = join(folder, 'busy.log');
  let drained = 0;
  const log = new LogFile(path, 2 ** 26, () => drained++);
  const block = Buffer.alloc(2 ** 19, 'x');
  expect(log.write(block)).toBe(true);
  expect(log.write(block)).toBe(false);
  await log.close();
  expect(drained).toBeGreaterThan(0);
  expect((await readFile(path)).length).toBe(2 ** 20);
});

test('says why it could not be written, and goes on', async () => {
  await writeFile(join(folder, 'file'), '');
  const path = join(folder, 'file', 'trial.log');
  const log = await writeLines(path, 0, 3);
  expect(log.error?.message).toBe(`ENOTDIR: not a directory, open '${path}'`);
  expect(log.write(Buffer.from('more'))).toBe(true);
});

test('survives a full disk', async () => {
  const log = new LogFile('/dev/full', LIMIT, () => undefined);
  log.write(Buffer.from('more than fits'));
  await log.close();
  expect(log.error?.message).toBe('ENOSPC: no space left on device, write');
});
