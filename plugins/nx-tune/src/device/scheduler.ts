import { NoDeviceLeftError, SchedulerClosedError } from './errors.js';
import type { HolderInfo } from './holder.js';
import { hostLeases, type Lease, type LeaseStore, type Watch } from './lease.js';
import type { Device } from './pool.js';
import { PriorityQueue } from './queue.js';
import { allElsewhere, type DeviceWait, type Slot } from './slot.js';

export interface DeviceRequest {
  /** Compared number by number, lower first; equal ones in order of arrival. */
  readonly priority: readonly number[];
  /** What other processes that wait for the device are told. */
  readonly holder: HolderInfo;
  /** Ends the wait; a run that has begun has to watch it itself. */
  readonly signal?: AbortSignal;
  /** Told once for each set of holders while this request is first in line and every device is with other processes. */
  readonly onWait?: (waits: readonly DeviceWait[]) => void;
}

export interface Grant {
  readonly device: Device;
  /** To be inherited by the program, so that the lease lives as long as it. Linux only. */
  readonly fd?: number;
}

interface Waiting {
  readonly priority: readonly number[];
  readonly request: DeviceRequest;
  /** Runs the work on a device; settles when it has ended, never rejects. */
  readonly start: (grant: Grant) => Promise<void>;
  readonly reject: (error: unknown) => void;
  /** The holders that `onWait` was last told of. */
  told?: string;
}

/**
 * How long a process that has given a device up for another keeps from taking it back. The other is woken at once and
 * takes it within a millisecond; the wait only ends early trials of a few milliseconds a slice of the device each.
 */
const YIELD_MS = 100;

/**
 * Hands the devices of a pool to one piece of work each, by priority, never one device to two; across processes by leases.
 *
 * Fairness between processes: a lease is kept while work is queued here, which makes a grant a matter of microseconds,
 * unless another process is connected to it and waits. Then it is given up as soon as the running trial ends, and this
 * process joins the line behind. So two runs alternate trial by trial, and neither waits for more than one trial a turn.
 */
export class DeviceScheduler {
  readonly #slots: Slot[];
  readonly #queue = new PriorityQueue<Waiting>();
  readonly #leases: LeaseStore;
  /** Pieces of work that hold a device, and leases being asked for. */
  readonly #busy = new Set<Promise<void>>();
  #closed = false;

  constructor(devices: readonly Device[], leases: LeaseStore = hostLeases) {
    this.#slots = devices.map((device) => ({ device, state: { kind: 'free' } }));
    this.#leases = leases;
  }

  /**
   * Runs the work as soon as a device can be had, and gives the device back when the work has settled.
   * @throws SchedulerClosedError, NoDeviceLeftError, LeaseError; the signal's reason; whatever `run` throws
   */
  withDevice<T>(request: DeviceRequest, run: (grant: Grant) => Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const { signal, priority } = request;
      if (signal?.aborted) return reject(asError(signal.reason));
      const abort = (): void => {
        if (!this.#queue.remove(waiting)) return;
        reject(asError(signal?.reason));
        this.#pump();
      };
      const start = async (grant: Grant): Promise<void> => {
        signal?.removeEventListener('abort', abort);
        await Promise.resolve(grant).then(run).then(resolve, reject);
      };
      const waiting: Waiting = { priority, request, start, reject };
      signal?.addEventListener('abort', abort, { once: true });
      this.#queue.add(waiting);
      this.#pump();
    });
  }

  /** Grants the device no more. Work that is on it goes on. */
  setAside(device: Device, reason: string): void {
    const slot = this.#slots.find((known) => known.device.leaseName === device.leaseName);
    if (slot === undefined || slot.aside !== undefined) return;
    slot.aside = reason;
    if (slot.state.kind !== 'running' && slot.state.kind !== 'taking') this.#free(slot);
    this.#pump();
  }

  /** The devices that are not used any more, and why. */
  get aside(): { device: Device; reason: string }[] {
    return this.#slots.flatMap(({ device, aside }) =>
      aside === undefined ? [] : [{ device, reason: aside }],
    );
  }

  /** Rejects all that wait; resolves when the work that has begun has ended and every lease is given back. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#pump();
    while (this.#busy.size > 0) await Promise.all(this.#busy);
  }

  #pump(): void {
    this.#rejectHopeless();
    let wanted = this.#queue.length;
    for (const slot of this.#slots) {
      if (slot.aside !== undefined) continue;
      if (slot.state.kind === 'idle') this.#grantOrFree(slot, slot.state.lease);
      if (slot.state.kind === 'taking') wanted--;
    }
    wanted = Math.min(wanted, this.#queue.length);
    for (const slot of this.#slots) {
      if (slot.aside !== undefined) continue;
      if (this.#queue.length === 0 && slot.state.kind !== 'running' && slot.state.kind !== 'taking')
        this.#free(slot);
      if (slot.state.kind === 'free' && wanted-- > 0) this.#track(this.#take(slot));
    }
    this.#tellWaits();
  }

  #rejectHopeless(): void {
    if (this.#closed) this.#rejectAll(new SchedulerClosedError());
    if (this.#slots.some(({ aside }) => aside === undefined)) return;
    const aside = this.aside.map(({ device, reason }) => ({ label: device.label, reason }));
    this.#rejectAll(new NoDeviceLeftError({ aside }));
  }

  #rejectAll(error: Error): void {
    for (const waiting of this.#queue.drain()) waiting.reject(error);
  }

  async #take(slot: Slot): Promise<void> {
    slot.state = { kind: 'taking' };
    const holder = this.#queue.first!.request.holder;
    try {
      const taken = await this.#leases.take(slot.device.leaseName, holder);
      if (taken.kind === 'lease') slot.state = { kind: 'idle', lease: taken.lease };
      else this.#waitFor(slot, taken.watch);
    } catch (error) {
      slot.state = { kind: 'free' };
      this.#rejectAll(asError(error));
    }
    if (slot.aside !== undefined) this.#free(slot);
    this.#pump();
  }

  #waitFor(slot: Slot, watch: Watch): void {
    slot.state = { kind: 'elsewhere', watch };
    void watch.released.then(() => {
      if (slot.state.kind !== 'elsewhere' || slot.state.watch !== watch) return;
      slot.state = { kind: 'free' };
      this.#pump();
    });
  }

  #grantOrFree(slot: Slot, lease: Lease): void {
    const waiting = this.#queue.shift();
    if (waiting === undefined) return this.#free(slot);
    slot.state = { kind: 'running', lease };
    lease.tell(waiting.request.holder);
    const grant = lease.fd === undefined ? { device: slot.device } : { device: slot.device, fd: lease.fd };
    this.#track(waiting.start(grant).then(() => this.#finish(slot, lease)));
  }

  #finish(slot: Slot, lease: Lease): void {
    slot.state = { kind: 'idle', lease };
    if (slot.aside !== undefined || this.#closed) this.#free(slot);
    else if (lease.contended()) this.#yield(slot);
    this.#pump();
  }

  #yield(slot: Slot): void {
    this.#free(slot);
    const timer = setTimeout(() => {
      slot.state = { kind: 'free' };
      this.#pump();
    }, YIELD_MS);
    slot.state = { kind: 'yielded', timer };
  }

  /** Lets go of whatever the slot holds. */
  #free(slot: Slot): void {
    const { state } = slot;
    slot.state = { kind: 'free' };
    if (state.kind === 'idle') this.#track(state.lease.release());
    if (state.kind === 'elsewhere') state.watch.close();
    if (state.kind === 'yielded') clearTimeout(state.timer);
  }

  #tellWaits(): void {
    const first = this.#queue.first;
    const waits = first === undefined ? undefined : allElsewhere(this.#slots);
    if (first === undefined || waits === undefined) return;
    // Not what they run: between two busy runs that changes with every trial.
    const told = JSON.stringify(waits.map(({ device, holder }) => [device.leaseName, holder?.pid]));
    if (first.told === told) return;
    first.told = told;
    first.request.onWait?.(waits);
  }

  #track(work: Promise<void>): void {
    this.#busy.add(work);
    void work.finally(() => this.#busy.delete(work));
  }
}

function asError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error(String(reason));
}
