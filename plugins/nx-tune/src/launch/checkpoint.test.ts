import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolders } from '../../test/temporary.js';
import { keepCheckpoint, prepareCheckpoint, removeCheckpoint } from './checkpoint.js';
import type { Job } from './job.js';

const folder = temporaryFolders();

function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

const jobIn = (root: string, different: Partial<Job> = {}): Job => ({
  id: 'a_CRITICAL_000_rung_1',
  pipeline: 'pipelines/demo/pipeline.yaml',
  program: { command: ['run'], sources: [], env: {} },
  folder: join(root, 'trial'),
  shownFolder: 'trial',
  checkpoint: join(root, 'checkpoints', 'trial'),
  startsFrom: join(root, 'below', 'checkpoint'),
  inputs: 'one',
  config: {},
  needsMetrics: true,
  ...different,
});

test('a rung begins with a copy of the checkpoint of the rung below, once', async () => {
  const root = folder();
  const job = jobIn(root);
  write(join(job.startsFrom!, 'state', 'steps'), '100');
  await prepareCheckpoint(job);
  const own = join(job.checkpoint, 'state', 'steps');
  expect(readFileSync(own, 'utf8')).toBe('100');

  // Its own progress, when it is started again.
  write(own, '250');
  await prepareCheckpoint(job);
  expect(readFileSync(own, 'utf8')).toBe('250');
  expect(readFileSync(join(job.startsFrom!, 'state', 'steps'), 'utf8')).toBe('100');
});

test('with other inputs it begins anew, and what it had is gone', async () => {
  const root = folder();
  const job = jobIn(root);
  write(join(job.startsFrom!, 'steps'), '100');
  await prepareCheckpoint(job);
  write(join(job.checkpoint, 'other'), 'of the first inputs');
  await prepareCheckpoint({ ...job, inputs: 'two' });
  expect(readFileSync(join(job.checkpoint, 'steps'), 'utf8')).toBe('100');
  expect(existsSync(join(job.checkpoint, 'other'))).toBe(false);
});

test('what is kept is a copy that stands for itself, and its files are named', async () => {
  const root = folder();
  const job = jobIn(root);
  write(join(job.checkpoint, 'b', 'weights'), 'w');
  write(join(job.checkpoint, 'a'), 'a');
  write(join(root, 'elsewhere'), 'linked');
  symlinkSync(join(root, 'elsewhere'), join(job.checkpoint, 'link'));
  write(join(job.folder, 'checkpoint', 'stale'), 'of an attempt before');
  expect(await keepCheckpoint(job.checkpoint, job.folder)).toEqual([
    'checkpoint/a',
    'checkpoint/b/weights',
    'checkpoint/link',
  ]);
  await removeCheckpoint(job);
  expect(existsSync(job.checkpoint)).toBe(false);
  expect(readFileSync(join(job.folder, 'checkpoint', 'link'), 'utf8')).toBe('linked');
});

test('a program that has removed its checkpoint leaves none', async () => {
  const job = jobIn(folder());
  expect(await keepCheckpoint(job.checkpoint, job.folder)).toEqual([]);
});
