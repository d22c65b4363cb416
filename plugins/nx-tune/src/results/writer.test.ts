import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it } from 'vitest';
import { writerLives } from './writer.js';

it('a process lives until it has ended', async () => {
  const child = spawn('cat');
  await once(child, 'spawn');
  expect(writerLives(child.pid!)).toBe(true);
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(writerLives(child.pid!)).toBe(false);
});

it.runIf(process.platform === 'linux')('one that was killed has ended, if its parent never asks for its exit code', async () => {
  // The shell becomes sleep, which knows of no child.
  const parent = spawn('sh', ['-c', 'sleep 0 & echo $!; exec sleep 60']);
  const [line] = (await once(parent.stdout, 'data')) as [Buffer];
  const pid = Number(line.toString());
  await expect.poll(() => writerLives(pid), { interval: 5, timeout: 5_000 }).toBe(false);
  expect(() => process.kill(pid, 0)).not.toThrow();
  parent.kill('SIGKILL');
  await once(parent, 'exit');
});
