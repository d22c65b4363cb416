import type { HolderInfo } from './holder.js';
import type { Lease, Watch } from './lease.js';
import type { Device } from './pool.js';

export type SlotState =
  | { readonly kind: 'free' }
  /** Asking for the lease. */
  | { readonly kind: 'taking' }
  /** Leased, and ready for the next of the queue. */
  | { readonly kind: 'idle'; readonly lease: Lease }
  | { readonly kind: 'running'; readonly lease: Lease }
  /** Another process has it. */
  | { readonly kind: 'elsewhere'; readonly watch: Watch }
  /** Given up for another process, which has until the timer fires to take it. */
  | { readonly kind: 'yielded'; readonly timer: NodeJS.Timeout };

/** A device of the pool and what this process does with it. */
export interface Slot {
  readonly device: Device;
  state: SlotState;
  /** Why it is not used any more. */
  aside?: string;
}

/** A device that another process has. */
export interface DeviceWait {
  readonly device: Device;
  /** Absent where the holder does not say. */
  readonly holder?: HolderInfo;
}

/** Who has the devices, when all that are usable are with other processes; undefined otherwise. */
export function allElsewhere(slots: readonly Slot[]): DeviceWait[] | undefined {
  const waits: DeviceWait[] = [];
  for (const { device, state, aside } of slots) {
    if (aside !== undefined) continue;
    if (state.kind !== 'elsewhere') return undefined;
    const { holder } = state.watch;
    waits.push(holder === undefined ? { device } : { device, holder });
  }
  return waits;
}
