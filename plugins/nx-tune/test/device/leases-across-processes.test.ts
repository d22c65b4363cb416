import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { DeviceScheduler, tryLease, waitForRelease, type DeviceWait } from '../../src/device/index.js';

const PROGRAMS = fileURLToPath(new URL('../fixtures/programs/', import.meta.url));
const ME = { pid: process.pid, user: 'ada', workspace: '/home/ada', what: 'this test' };

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'nx-tune-leases-'));
});
afterAll(() => rm(folder, { recursive: true }));

const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

let names = 0;
const unique = (): string => `test:${process.pid}:processes:${names++}`;

/** Another process that has the lease, perhaps with a program that inherits it. */
async function holder(name: string, ...argv: string[]) {
  const args = [join(PROGRAMS, 'holds-lease.mjs'), name, join(folder, 'trial.log'), ...argv];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  return { child, said: JSON.parse(line) as Record<string, number> };
}

async function kill(child: ChildProcess): Promise<void> {
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}

const told = (pid: number) => ({ pid, user: 'ada', workspace: process.cwd(), what: 'vae_CRITICAL_003' });

test('one process has a lease, and the others are told which', async () => {
  const name = unique();
  const { child, said } = await holder(name);
  expect(await tryLease(name, ME)).toEqual({ busy: true, holder: told(said['pid']!) });
  const second = await holder(name);
  expect(second.said).toEqual({ busy: true, holder: told(said['pid']!) });
  await kill(child);
});

test('a lease ends with its holder, however that ends', async () => {
  const name = unique();
  const { child } = await holder(name);
  const waiting = waitForRelease(name);
  await kill(child);
  await waiting;
  const lease = await tryLease(name, ME);
  if ('busy' in lease) throw new Error('busy');
  await lease.release();
});

test('a device stays leased while a program uses it whose runner was killed', async () => {
  const name = unique();
  // The guardian gives it 20 s, far longer than this test.
  const program = [join(PROGRAMS, 'ignores-sigterm.py')];
  const { child, said } = await holder(name, 'python3', ...program);
  const pid = said['pid']!;
  const device = { kind: 'cpu', visible: '', leaseName: name, label: 'cpu 0' } as const;
  const scheduler = new DeviceScheduler([device]);
  const waits: (readonly DeviceWait[])[] = [];
  let granted = false;
  const request = { priority: [0], holder: ME, onWait: (one: readonly DeviceWait[]) => void waits.push(one) };
  const done = scheduler.withDevice(request, () => {
    granted = true;
    return Promise.resolve();
  });
  await expect.poll(() => waits.length, { timeout: 5_000 }).toBe(1);
  expect(waits[0]).toEqual([{ device, holder: told(said['holder']!) }]);
  await kill(child);
  await expect.poll(() => waits.length, { timeout: 5_000 }).toBe(2);
  const orphan = waits[1]![0]!.holder!;
  expect(orphan.pid).toBe(pid);
  expect(orphan.what.endsWith(`python3 ${program.join(' ')}\`, which does not answer,`)).toBe(true);
  expect(granted).toBe(false);
  process.kill(pid, 'SIGKILL');
  await done;
  await scheduler.close();
});

test('two processes never use one device at one time, and both get it', async () => {
  const file = join(folder, 'turns');
  const name = unique();
  const start = () =>
    once(
      spawn(process.execPath, [join(PROGRAMS, 'takes-turns.mjs'), name, file, '300'], { stdio: 'inherit' }),
      'exit',
    );
  const exits = await Promise.all([start(), start(), start()]);
  expect(exits).toEqual([
    [0, null],
    [0, null],
    [0, null],
  ]);
  const lines = (await readFile(file, 'utf8')).trimEnd().split('\n');
  expect(lines).toHaveLength(1800);
  for (let i = 0; i < lines.length; i += 2) {
    expect(lines[i]!.replace('begin', 'end')).toBe(lines[i + 1]);
    expect(lines[i]).toMatch(/^begin /);
  }
});
