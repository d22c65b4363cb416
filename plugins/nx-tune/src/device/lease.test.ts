import { rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { HolderInfo } from './holder.js';
import { fileLeases } from './lease-file.js';
import { socketLeases } from './lease-socket.js';
import { tryLease, waitForRelease, type Lease, type LeaseStore, type Watch } from './lease.js';

const holder = (what: string): HolderInfo => ({
  pid: process.pid,
  user: 'ada',
  workspace: '/home/ada',
  what,
});
const unique = (name: string) => `test:${process.pid}:${name}`;

const folder = join(tmpdir(), `nx-tune-leases-${process.pid}`);
const stores: [string, LeaseStore][] = [
  ['sockets', socketLeases],
  ['files', fileLeases(folder)],
];
afterAll(() => rm(folder, { recursive: true, force: true }));

async function lease(store: LeaseStore, name: string, what: string): Promise<Lease> {
  const taken = await store.take(name, holder(what));
  if (taken.kind !== 'lease') throw new Error(`${name} is busy`);
  return taken.lease;
}

async function busy(store: LeaseStore, name: string): Promise<Watch> {
  const taken = await store.take(name, holder('second'));
  if (taken.kind !== 'busy') throw new Error(`${name} is free`);
  return taken.watch;
}

describe.each(stores)('leases as %s', (kind, store) => {
  test('are taken once, and free again when released', async () => {
    const name = unique(`${kind}-once`);
    const first = await lease(store, name, 'first');
    expect(first.name).toBe(name);
    const watch = await busy(store, name);
    expect(watch.holder).toEqual(holder('first'));
    watch.close();
    await first.release();
    await first.release();
    const second = await lease(store, name, 'second');
    await second.release();
  });

  test('wake those that wait', async () => {
    const name = unique(`${kind}-wake`);
    const first = await lease(store, name, 'first');
    const watch = await busy(store, name);
    await first.release();
    await watch.released;
    const second = await lease(store, name, 'second');
    await second.release();
  });

  test('know that somebody waits', async () => {
    const name = unique(`${kind}-contended`);
    const first = await lease(store, name, 'first');
    expect(first.contended()).toBe(false);
    const watch = await busy(store, name);
    await expect.poll(() => first.contended()).toBe(true);
    watch.close();
    await expect.poll(() => first.contended()).toBe(false);
    await first.release();
  });

  test('tell what they are held for now', async () => {
    const name = unique(`${kind}-tell`);
    const first = await lease(store, name, 'first');
    first.tell(holder('next'));
    const told = async () => {
      const watch = await busy(store, name);
      watch.close();
      return watch.holder;
    };
    await expect.poll(told).toEqual(holder('next'));
    await first.release();
  });

  test('are not watched when free', async () => {
    expect(await store.watch(unique(`${kind}-free`))).toBeUndefined();
  });
});

describe('a name', () => {
  let first: Lease;
  const name = unique(`a name of more than a hundred and seven bytes ${'x'.repeat(200)}`);
  beforeAll(async () => {
    first = await lease(socketLeases, name, 'first');
  });

  test('that is taken is reported with its holder', async () => {
    expect(await tryLease(name, holder('second'))).toEqual({ busy: true, holder: holder('first') });
  });

  test('is not waited for any longer when the wait is aborted', async () => {
    const controller = new AbortController();
    const waiting = waitForRelease(name, controller.signal);
    await expect.poll(() => first.contended()).toBe(true);
    controller.abort(new Error('stop'));
    await expect(waiting).rejects.toThrow('stop');
    await expect(waitForRelease(name, controller.signal)).rejects.toThrow('stop');
  });

  test('is waited for until its release', async () => {
    const waiting = waitForRelease(name);
    await expect.poll(() => first.contended()).toBe(true);
    await first.release();
    await waiting;
    await waitForRelease(name);
    const second = await tryLease(name, holder('second'));
    if ('busy' in second) throw new Error('busy');
    await second.release();
  });
});

test('a folder for lock files that cannot be made is an error', async () => {
  const file = join(tmpdir(), `nx-tune-file-${process.pid}`);
  await writeFile(file, '');
  await expect(fileLeases(join(file, 'leases')).take('cpu:0', holder('first'))).rejects.toThrow(
    `Could not take the lease \`cpu:0\`: ENOTDIR: not a directory, mkdir '${file}/leases'`,
  );
  await rm(file);
});
