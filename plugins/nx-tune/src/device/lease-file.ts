import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { platform, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { LeaseError } from './errors.js';
import { parseHolder, type HolderInfo } from './holder.js';
import type { Lease, LeaseStore, Watch } from './lease.js';

/** macOS gives each user a temporary folder; leases are for all of them. */
const FOLDER = join(platform() === 'win32' ? tmpdir() : '/tmp', 'nx-tune-leases');
const POLL_MS = 1_000;
/** Longer than most programs are given to stop, since the lock of a killed runner does not wait for its program. */
const STALE_MS = 60_000;

/** Loaded where it is needed: it installs signal handlers. */
const lockfile = () => import('proper-lockfile');

/** Leases as lock files, for hosts without abstract sockets: no descriptor to hand on, and waiting is polling. */
export function fileLeases(folder: string = FOLDER): LeaseStore {
  return {
    take: async (name, holder) => {
      const files = leaseFiles(folder, name);
      try {
        for (;;) {
          const lease = await acquire(name, files, holder);
          if (lease !== undefined) return { kind: 'lease', lease };
          const watch = await watchFile(files);
          if (watch !== undefined) return { kind: 'busy', watch };
        }
      } catch (cause) {
        throw new LeaseError({ lease: name, cause });
      }
    },
    watch: (name) => watchFile(leaseFiles(folder, name)),
  };
}

interface Files {
  readonly folder: string;
  /** Locked, and says who has it. */
  readonly holder: string;
  /** Touched by those who wait. */
  readonly waiting: string;
}

function leaseFiles(folder: string, name: string): Files {
  const path = join(folder, createHash('sha256').update(name).digest('hex'));
  return { folder, holder: `${path}.json`, waiting: `${path}.waiting` };
}

/** Undefined when another process has the lock. */
async function acquire(name: string, files: Files, holder: HolderInfo): Promise<Lease | undefined> {
  const made = await mkdir(files.folder, { recursive: true });
  if (made !== undefined) await chmod(files.folder, 0o1777);
  const lost = (error: Error): void =>
    process.emitWarning(`The lease \`${name}\` was lost: ${error.message}`);
  const { lock } = await lockfile();
  let unlock: () => Promise<void>;
  try {
    unlock = await lock(files.holder, { realpath: false, stale: STALE_MS, onCompromised: lost });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ELOCKED') return undefined;
    throw error;
  }
  await rm(files.waiting, { force: true });
  const tell = (next: HolderInfo): Promise<void> => share(files.holder, `${JSON.stringify(next)}\n`);
  await tell(holder);
  let released: Promise<void> | undefined;
  return {
    name,
    contended: () => existsSync(files.waiting),
    tell: (next) => void tell(next).catch(lost),
    release: () => (released ??= unlock().catch(lost)),
  };
}

async function watchFile(files: Files): Promise<Watch | undefined> {
  if (!(await isHeld(files))) return undefined;
  const holder = parseHolder(await readFile(files.holder, 'utf8').catch(() => ''));
  const closed = new AbortController();
  const released = poll(files, closed.signal).finally(() =>
    rm(files.waiting, { force: true }).catch(() => undefined),
  );
  return { released, close: () => closed.abort(), ...(holder === undefined ? {} : { holder }) };
}

async function poll(files: Files, closed: AbortSignal): Promise<void> {
  while (!closed.aborted && (await isHeld(files).catch(() => false))) {
    await share(files.waiting, '').catch(() => undefined); // another waiter's file says the same
    await setTimeout(POLL_MS, undefined, { signal: closed }).catch(() => undefined);
  }
}

async function isHeld(files: Files): Promise<boolean> {
  const { check } = await lockfile();
  return check(files.holder, { realpath: false, stale: STALE_MS });
}

/** Writes a file that other users may replace, whatever this one's umask. */
async function share(path: string, text: string): Promise<void> {
  await writeFile(path, text);
  await chmod(path, 0o666);
}
