import { platform } from 'node:os';
import type { HolderInfo } from './holder.js';
import { fileLeases } from './lease-file.js';
import { socketLeases } from './lease-socket.js';

/** A name that nobody else on the host has while this lives. */
export interface Lease {
  readonly name: string;
  /** Handed to a program, it keeps the lease alive until the program has ended too. Linux only. */
  readonly fd?: number;
  /** Whether another process waits for this name. */
  contended(): boolean;
  /** Changes what those who ask are told. */
  tell(holder: HolderInfo): void;
  /** May be called more than once. */
  release(): Promise<void>;
}

/** A lease that somebody else has. */
export interface Watch {
  /** Absent where the holder does not say. */
  readonly holder?: HolderInfo;
  /** Resolves when it is worth trying again. Never rejects. */
  readonly released: Promise<void>;
  /** Stops watching, so that the holder no longer sees us wait. */
  close(): void;
}

export type Taken =
  { readonly kind: 'lease'; readonly lease: Lease } | { readonly kind: 'busy'; readonly watch: Watch };

/** Where leases are kept. Both functions throw LeaseError. */
export interface LeaseStore {
  take(name: string, holder: HolderInfo): Promise<Taken>;
  /** Undefined where the name is free. */
  watch(name: string): Promise<Watch | undefined>;
}

/** Of this host: every process of every user sees the same leases. */
export const hostLeases: LeaseStore = platform() === 'linux' ? socketLeases : fileLeases();

export interface Busy {
  readonly busy: true;
  readonly holder?: HolderInfo;
}

/** Takes the name if it is free. @throws LeaseError */
export async function tryLease(name: string, holder: HolderInfo): Promise<Lease | Busy> {
  const taken = await hostLeases.take(name, holder);
  if (taken.kind === 'lease') return taken.lease;
  taken.watch.close();
  const told = taken.watch.holder;
  return told === undefined ? { busy: true } : { busy: true, holder: told };
}

/**
 * Resolves when the name is free, or was free a moment ago: another may take it first, so try and wait in turn.
 * Works too when the holder was killed and only its program keeps the name.
 * @throws the signal's reason when it is aborted; LeaseError
 */
export async function waitForRelease(name: string, signal?: AbortSignal): Promise<void> {
  signal?.throwIfAborted();
  const watch = await hostLeases.watch(name);
  if (watch === undefined) return;
  const stop = (): void => watch.close();
  signal?.addEventListener('abort', stop);
  if (signal?.aborted) stop();
  await watch.released;
  signal?.removeEventListener('abort', stop);
  signal?.throwIfAborted();
}
