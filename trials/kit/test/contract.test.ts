import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kit-'));
});

interface Ended {
  readonly code: number | null;
  readonly lines: readonly string[];
}

/** Runs the fixture; sends SIGTERM when it prints a line that contains `stopAt`. */
async function count(stopAt?: string): Promise<Ended> {
  const config = { phase: 'p', trial: 't', seed: 1, params: {}, upstream: {} };
  const child = spawn(process.execPath, [join(import.meta.dirname, 'fixtures/counts.js')], {
    env: {
      ...process.env,
      TUNE_TRIAL: JSON.stringify(config),
      TUNE_OUTPUT_DIR: join(folder, 'out'),
      TUNE_CHECKPOINT_DIR: join(folder, 'checkpoint'),
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    output += chunk;
    if (stopAt !== undefined && output.includes(stopAt)) child.kill('SIGTERM');
  });
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { code, lines: output.trimEnd().split('\n') };
}

test('a program that is stopped saves, and goes on to the result of one that was not', async () => {
  const stopped = await count('"step":4');
  expect(stopped.code).toBe(75);
  expect(stopped.lines.at(-1)).toBe('{"step":4,"total":10,"sum":2.083333333333333}');
  expect(readdirSync(join(folder, 'out'))).toEqual([]);

  const resumed = await count();
  expect(resumed.code).toBe(0);
  expect(resumed.lines[0]).toBe('goes on from 4');
  expect(resumed.lines.slice(-3)).toEqual([
    'The metric `infinite` is absent: its value is Infinity.',
    'The metric `unknown` is absent: it is not defined for this result.',
    'The metric `odd` is absent: no odd numbers.',
  ]);
  let sum = 0;
  for (let i = 1; i <= 10; i++) sum += 1 / i;
  expect(readFileSync(join(folder, 'out/metrics.json'), 'utf8')).toBe(`{\n  "sum": ${sum}\n}\n`);
  expect(readdirSync(join(folder, 'checkpoint'))).toEqual([]);
});

test('a checkpoint that cannot be read is said and done without', async () => {
  await count('"step":4');
  writeFileSync(join(folder, 'checkpoint/checkpoint.safetensors'), 'torn');
  const again = await count('"step":4');
  expect(again.lines.slice(0, 2)).toEqual([
    'The checkpoint cannot be used, starting from the beginning: Expected a header of a safetensors file, got 4 bytes that end before it does.',
    'starts',
  ]);
});
