import { expect, test } from 'vitest';
import { DeviceScheduler, type DeviceRequest, type Grant } from './scheduler.js';
import type { HolderInfo } from './holder.js';
import { tryLease, type Lease } from './lease.js';
import type { Device } from './pool.js';
import type { DeviceWait } from './slot.js';

const holder = (what: string): HolderInfo => ({
  pid: process.pid,
  user: 'ada',
  workspace: '/home/ada',
  what,
});

let pools = 0;
function devices(count: number): Device[] {
  const pool = pools++;
  return Array.from({ length: count }, (_, slot) => ({
    kind: 'cpu',
    visible: '',
    leaseName: `test:${process.pid}:scheduler:${pool}:${slot}`,
    label: `cpu ${slot}`,
  }));
}

const request = (priority: number[], more: Partial<DeviceRequest> = {}): DeviceRequest => ({
  priority,
  holder: holder(`trial ${priority.join('.')}`),
  ...more,
});

/** Work that ends when told to. */
function work() {
  let finish!: () => void;
  let begin!: (grant: Grant) => void;
  const finished = new Promise<void>((resolve) => (finish = resolve));
  const begun = new Promise<Grant>((resolve) => (begin = resolve));
  const run = async (grant: Grant): Promise<string> => {
    begin(grant);
    await finished;
    return grant.device.label;
  };
  return { run, begun, finish };
}

async function lease(device: Device, what = 'foreign'): Promise<Lease> {
  const taken = await tryLease(device.leaseName, holder(what));
  if ('busy' in taken) throw new Error('busy');
  return taken;
}

test('never gives one device to two, and uses all of them', async () => {
  const pool = devices(3);
  const scheduler = new DeviceScheduler(pool);
  const inUse = new Set<string>();
  let most = 0;
  const run = async ({ device, fd }: Grant): Promise<void> => {
    expect(inUse.has(device.label)).toBe(false);
    expect(fd).toBeGreaterThan(2);
    inUse.add(device.label);
    most = Math.max(most, inUse.size);
    await new Promise((resolve) => setImmediate(resolve));
    inUse.delete(device.label);
  };
  await Promise.all(Array.from({ length: 50 }, (_, i) => scheduler.withDevice(request([i]), run)));
  expect(most).toBe(3);
  await scheduler.close();
});

test('serves the lowest priority numbers first, equals in order of arrival', async () => {
  const scheduler = new DeviceScheduler(devices(1));
  const first = work();
  const order: string[] = [];
  const begun = scheduler.withDevice(request([9]), first.run);
  await first.begun;
  const queued = [
    [1, 5],
    [1, 2],
    [0, 7],
    [1, 2],
  ].map((priority, i) =>
    scheduler.withDevice(request(priority), () => Promise.resolve(order.push(`${priority.join('.')}#${i}`))),
  );
  first.finish();
  await Promise.all([begun, ...queued]);
  expect(order).toEqual(['0.7#2', '1.2#1', '1.2#3', '1.5#0']);
  await scheduler.close();
});

test('gives the result of the work, or its error, and the device back', async () => {
  const [device] = devices(1);
  const scheduler = new DeviceScheduler([device!]);
  await expect(scheduler.withDevice(request([0]), () => Promise.resolve(42))).resolves.toBe(42);
  const failing = scheduler.withDevice(request([0]), () => Promise.reject(new Error('no luck')));
  await expect(failing).rejects.toThrow('no luck');
  const throwing = scheduler.withDevice(request([0]), () => {
    throw new Error('at once');
  });
  await expect(throwing).rejects.toThrow('at once');
  await scheduler.close();
  await (await lease(device!)).release();
});

test('holds the lease while the work runs and says what for', async () => {
  const [device] = devices(1);
  const scheduler = new DeviceScheduler([device!]);
  const one = work();
  const done = scheduler.withDevice(request([3]), one.run);
  await one.begun;
  expect(await tryLease(device!.leaseName, holder('other'))).toEqual({
    busy: true,
    holder: holder('trial 3'),
  });
  one.finish();
  expect(await done).toBe('cpu 0');
  await scheduler.close();
});

test('waits for devices of others, and says once for whom', async () => {
  const pool = devices(2);
  const foreign = await Promise.all(pool.map((device) => lease(device)));
  const scheduler = new DeviceScheduler(pool);
  const told: (readonly DeviceWait[])[] = [];
  const onWait = (waits: readonly DeviceWait[]): void => void told.push(waits);
  const done = scheduler.withDevice(request([0], { onWait }), ({ device }) => Promise.resolve(device.label));
  const behind = scheduler.withDevice(request([1], { onWait }), ({ device }) =>
    Promise.resolve(device.label),
  );
  await expect.poll(() => told.length).toBe(1);
  expect(told[0]).toEqual(pool.map((device) => ({ device, holder: holder('foreign') })));
  await foreign[1]!.release();
  expect(await done).toBe('cpu 1');
  expect(await behind).toBe('cpu 1');
  expect(told).toHaveLength(1);
  await scheduler.close();
  await foreign[0]!.release();
});

test('uses the devices that are free while others are busy elsewhere', async () => {
  const pool = devices(2);
  const foreign = await lease(pool[0]!);
  const scheduler = new DeviceScheduler(pool);
  const labels = await Promise.all(
    [0, 1, 2].map((i) => scheduler.withDevice(request([i]), ({ device }) => Promise.resolve(device.label))),
  );
  expect(labels).toEqual(['cpu 1', 'cpu 1', 'cpu 1']);
  await scheduler.close();
  await foreign.release();
});

test('two runs that want one device take turns', async () => {
  const pool = devices(1);
  const order: string[] = [];
  const runOf = (name: string) => {
    const scheduler = new DeviceScheduler(pool);
    const run = async (): Promise<void> => {
      order.push(name);
      // Longer than a yield, so that each has to hand over after every trial.
      await new Promise((resolve) => setTimeout(resolve, 130));
    };
    const all = [0, 1, 2].map((i) => scheduler.withDevice(request([i]), run));
    return Promise.all(all).then(() => scheduler.close());
  };
  await Promise.all([runOf('a'), runOf('b')]);
  expect(order.toSorted()).toEqual(['a', 'a', 'a', 'b', 'b', 'b']);
  expect(order.slice(0, 4).toSorted()).toEqual(['a', 'a', 'b', 'b']);
});

test('a request that is aborted waits no more', async () => {
  const [device] = devices(1);
  const foreign = await lease(device!);
  const scheduler = new DeviceScheduler([device!]);
  const controller = new AbortController();
  let begun = false;
  const waiting = scheduler.withDevice(request([0], { signal: controller.signal }), () => {
    begun = true;
    return Promise.resolve();
  });
  await expect.poll(() => foreign.contended()).toBe(true);
  controller.abort(new Error('stop'));
  await expect(waiting).rejects.toThrow('stop');
  await expect.poll(() => foreign.contended()).toBe(false);
  const late = scheduler.withDevice(request([0], { signal: controller.signal }), () => Promise.resolve());
  await expect(late).rejects.toThrow('stop');
  await foreign.release();
  await scheduler.close();
  expect(begun).toBe(false);
});

test('a device that is set aside is not used again', async () => {
  const pool = devices(2);
  const scheduler = new DeviceScheduler(pool);
  const first = work();
  const running = scheduler.withDevice(request([0]), first.run);
  const { device } = await first.begun;
  scheduler.setAside(device, 'failed twice with CUDA errors');
  scheduler.setAside(device, 'again');
  first.finish();
  await running;
  const labels = await Promise.all(
    [1, 2].map((i) => scheduler.withDevice(request([i]), (grant) => Promise.resolve(grant.device.label))),
  );
  expect(labels).toEqual(['cpu 1', 'cpu 1']);
  expect(scheduler.aside).toEqual([{ device, reason: 'failed twice with CUDA errors' }]);
  await scheduler.close();
});

test('fails when no device is left', async () => {
  const pool = devices(2);
  const foreign = await lease(pool[0]!);
  const scheduler = new DeviceScheduler(pool);
  const first = work();
  const running = scheduler.withDevice(request([0]), first.run);
  await first.begun;
  const waiting = scheduler.withDevice(request([1]), () => Promise.resolve());
  scheduler.setAside(pool[0]!, 'ECC errors');
  scheduler.setAside(pool[1]!, 'lost');
  const text =
    'Expected at least one usable device, but all of them are set aside (cpu 0: ECC errors; cpu 1: lost).';
  await expect(waiting).rejects.toThrow(text);
  await expect(scheduler.withDevice(request([2]), () => Promise.resolve())).rejects.toThrow(text);
  first.finish();
  await expect(running).resolves.toBe('cpu 1');
  await scheduler.close();
  await foreign.release();
});

test('when closed, rejects those that wait and lets those that run end', async () => {
  const pool = devices(1);
  const scheduler = new DeviceScheduler(pool);
  const first = work();
  const running = scheduler.withDevice(request([0]), first.run);
  await first.begun;
  const waiting = scheduler.withDevice(request([1]), () => Promise.resolve());
  const closed = scheduler.close();
  await expect(waiting).rejects.toThrow('No more devices are handed out: the run is stopping.');
  first.finish();
  await expect(running).resolves.toBe('cpu 0');
  await closed;
  await (await lease(pool[0]!)).release();
});

test('grants to thousands, each once, in their order', async () => {
  const scheduler = new DeviceScheduler(devices(1));
  const granted: number[] = [];
  await Promise.all(
    Array.from({ length: 3_000 }, (_, i) =>
      scheduler.withDevice(request([i]), () => Promise.resolve(void granted.push(i))),
    ),
  );
  expect(granted).toEqual(Array.from({ length: 3_000 }, (_, i) => i));
  await scheduler.close();
});
