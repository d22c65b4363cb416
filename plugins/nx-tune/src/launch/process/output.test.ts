import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { LogFile } from './log-file.js';
import { lastLines, Output } from './output.js';
import type { Progress } from './types.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'nx-tune-output-'));
});
afterAll(() => rm(folder, { recursive: true }));

let logs = 0;
/** Sends what is written to two streams, in this order, to a log. */
async function print(chunks: readonly [0 | 1, string][]) {
  const path = join(folder, `${logs++}.log`);
  const log = new LogFile(path, 2 ** 25, () => undefined);
  const progress: Progress[] = [];
  const output = new Output(log, (one) => progress.push(one));
  const streams = [new PassThrough(), new PassThrough()] as const;
  for (const stream of streams) output.attach(stream);
  for (const [stream, text] of chunks) {
    streams[stream].write(text);
    await new Promise((resolve) => setImmediate(resolve));
  }
  output.end();
  await log.close();
  return { text: await readFile(path, 'utf8'), progress, tail: output.tail };
}

test('merges two streams by whole lines, in the order of their ends', async () => {
  const { text, tail } = await print([
    [0, 'one\ntw'],
    [1, 'warning\n'],
    [0, 'o\nthr'],
    [1, 'no end'],
    [0, 'ee'],
  ]);
  expect(text).toBe('one\nwarning\ntwo\nthreeno end');
  expect(tail).toBe(text);
});

test('takes a carriage return for the end of a line', async () => {
  const { text } = await print([
    [0, '10%\r20%\r30'],
    [1, 'warning\n'],
    [0, '%\r'],
  ]);
  expect(text).toBe('10%\r20%\rwarning\n30%\r');
});

test('does not hold back a line that does not end', async () => {
  const { text } = await print([
    [0, 'x'.repeat(70_000)],
    [1, 'warning\n'],
    [0, '\n'],
  ]);
  expect(text).toBe(`${'x'.repeat(70_000)}warning\n\n`);
});

test('reads progress', async () => {
  const { progress } = await print([
    [0, 'hello\n{"step": 1, "total": 3, "loss": 0.5}\n{"step"'],
    [0, ': 2}\r\n'],
    [1, '{"step": "three"}\n{"total": 3}\n{"step": NaN}\n{"step": 4\n{"steps": 5}\n[{"step": 6}]\n'],
    [1, '{"step": 1e999}\n'],
    [0, '{"step": 7}'],
  ]);
  expect(progress).toEqual([{ step: 1, total: 3, loss: 0.5 }, { step: 2 }, { step: 7 }]);
});

test('does not read progress from a line that is too long', async () => {
  const { progress } = await print([[0, `{"step": 1, "note": "${'x'.repeat(70_000)}"}\n{"step": 2}\n`]]);
  expect(progress).toEqual([{ step: 2 }]);
});

test('keeps the end of the output', async () => {
  const lines = Array.from({ length: 20_000 }, (_, i) => `line ${i}\n`);
  const { text, tail } = await print([
    [0, lines.slice(0, 10_000).join('')],
    [0, lines.slice(10_000).join('')],
  ]);
  expect(text).toBe(lines.join(''));
  expect(tail.length).toBe(64 * 1024);
  expect(text.endsWith(tail)).toBe(true);
  expect(lastLines(tail, 2)).toEqual(['line 19998', 'line 19999']);
});

test('counts no line in an empty output', () => {
  expect(lastLines('', 5)).toEqual([]);
  expect(lastLines('\n\n', 5)).toEqual([]);
  expect(lastLines('a\r\nb\n\n', 5)).toEqual(['a', 'b']);
});
