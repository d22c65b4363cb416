import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { expect, test } from 'vitest';
import { newRunId } from '../../../src/launch/process/family.js';
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
  // No process has this pid: the runner is dead.
  const crashed = { TUNE_OUTPUT_DIR: `${folder}/trials/vae_CRITICAL_003`, TUNE_RUN_ID: '4194305-1-x' };
  const stubborn = await leave(python('ignores-sigterm.py'), crashed);
  const parent = await leave(python('leaves-child.py', 'stays', 'bare', 'silent'), crashed);
  const waits = python('exits-on-sigterm.py', '75');
  const others = [
    await leave(waits, { ...crashed, TUNE_OUTPUT_DIR: `${folder}4` }),
    await leave(waits, { ...crashed, TUNE_RUN_ID: newRunId() }),
    await leave(waits, { TUNE_OUTPUT_DIR: folder }),
  ];
  const ended = await killLeftovers({ TUNE_OUTPUT_DIR: folder }, 300);
  const expected = [stubborn.pid, parent.pid, parent.said['child']!];
  expect(ended.toSorted()).toEqual(expected.toSorted());
  expect(expected.filter(isAlive)).toEqual([]);
  const pids = others.map(({ pid }) => pid);
  expect(pids.filter(isAlive)).toEqual(pids);
  const ends = others.map(({ program }) => once(program, 'exit'));
  for (const { program } of others) program.kill('SIGKILL');
  await Promise.all(ends);
});

test('finds nothing where nothing is left', async () => {
  expect(await killLeftovers({ TUNE_OUTPUT_DIR: `${folder}/none` }, 300)).toEqual([]);
});
