import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { expect, test } from 'vitest';
import { killLeftovers } from '../../../src/launch/process/index.js';
import { isAlive, python } from './fixture-programs.js';

const folder = `/results/test-${process.pid}`;

/** A program as a run leaves it that was killed together with its guardian. */
async function leave(argv: string[], env: Record<string, string>) {
  const [file, ...args] = argv;
  const program = spawn(file!, args, {
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
    env: { ...process.env, ...env },
  });
  const [line] = (await once(createInterface({ input: program.stdout }), 'line')) as [string];
  return { program, pid: program.pid!, said: JSON.parse(line) as Record<string, number> };
}

test('ends the programs of a crashed run, their descendants, and nothing else', async () => {
  const mine = { TUNE_OUTPUT_DIR: folder, TUNE_RUN_ID: 'a' };
  const stubborn = await leave(python('ignores-sigterm.py'), mine);
  const parent = await leave(python('leaves-child.py', 'stays', 'bare', 'silent'), mine);
  const other = await leave(python('exits-on-sigterm.py', '75'), { ...mine, TUNE_OUTPUT_DIR: `${folder}4` });
  const shell = await leave(python('exits-on-sigterm.py', '75'), { TUNE_OUTPUT_DIR: folder });
  const ended = await killLeftovers({ TUNE_OUTPUT_DIR: folder }, 300);
  const expected = [stubborn.pid, parent.pid, parent.said['child']!];
  expect(ended.toSorted()).toEqual(expected.toSorted());
  expect(expected.filter(isAlive)).toEqual([]);
  expect([other.pid, shell.pid].filter(isAlive)).toEqual([other.pid, shell.pid]);
  await Promise.all(
    [other, shell].map(({ program }) => {
      program.kill('SIGKILL');
      return once(program, 'exit');
    }),
  );
});

test('finds nothing where nothing is left', async () => {
  expect(await killLeftovers({ TUNE_OUTPUT_DIR: `${folder}/none` }, 300)).toEqual([]);
});
