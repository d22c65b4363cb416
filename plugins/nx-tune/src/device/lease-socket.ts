import { createHash } from 'node:crypto';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { LeaseError } from './errors.js';
import { silentHolder, parseHolder, type HolderInfo } from './holder.js';
import type { Lease, LeaseStore, Taken, Watch } from './lease.js';

/**
 * Leases as listening abstract Unix sockets (Linux): the kernel lets one process listen on a name, and frees the name
 * when the last descriptor of the socket is closed, however its owner died. A waiter connects and sleeps until the
 * connection closes. Abstract names belong to a network namespace: containers with networks of their own do not see
 * each other's leases.
 */
export const socketLeases: LeaseStore = { take, watch };

/** A holder that is alive answers in microseconds; one that does not is an orphan program. */
const ANSWER_MS = 250;
const LONGEST_ANSWER = 4096;
/** A full backlog (511 waiters for an orphan) refuses a connection: look again after this. */
const RETRY_MS = 1_000;

/** How a connection fails when nobody listens, or has just ceased to. */
const FREED = new Set<string | undefined>(['ECONNREFUSED', 'ECONNRESET', 'EPIPE']);

/** Of an address, besides the zero byte that marks an abstract one. */
const NAME_BYTES = 107;

/**
 * A hash fits whatever the lease is called. It fills the address: some versions of Node bind a shorter name with zero
 * bytes behind it and others without, and these are different names.
 */
function socketName(lease: string): string {
  return `nx-tune-${createHash('sha512').update(lease).digest('hex')}`.slice(0, NAME_BYTES);
}

async function take(name: string, holder: HolderInfo): Promise<Taken> {
  for (;;) {
    const lease = await listen(name, holder);
    if (lease !== undefined) return { kind: 'lease', lease };
    const seen = await watch(name);
    if (seen !== undefined) return { kind: 'busy', watch: seen };
  }
}

/** Undefined when another process listens. */
function listen(name: string, holder: HolderInfo): Promise<Lease | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(undefined);
      else reject(new LeaseError({ lease: name, cause: error }));
    });
    server.listen(`\0${socketName(name)}`, () => {
      server.unref();
      resolve(socketLease(name, holder, server));
    });
  });
}

function socketLease(name: string, holder: HolderInfo, server: Server): Lease {
  const waiting = new Set<Socket>();
  let told = holder;
  let released: Promise<void> | undefined;
  server.on('connection', (socket) => {
    waiting.add(socket.unref());
    socket.on('error', () => undefined); // a waiter that was killed is a waiter that has gone
    socket.on('close', () => waiting.delete(socket));
    socket.resume().write(`${JSON.stringify(told)}\n`);
  });
  return {
    name,
    fd: descriptor(server),
    contended: () => waiting.size > 0,
    tell: (next) => (told = next),
    release: () =>
      (released ??= new Promise((resolve) => {
        // The descriptor is closed at once, so that those who wait find the name free when they are woken.
        server.close(() => resolve());
        for (const socket of waiting) socket.destroy();
      })),
  };
}

/** Node has no public name for it. */
function descriptor(server: Server): number {
  const { _handle: handle } = server as unknown as { _handle: { fd: number } };
  return handle.fd;
}

function watch(name: string): Promise<Watch | undefined> {
  return new Promise((resolve, reject) => {
    const socket = connect(`\0${socketName(name)}`);
    const watching = watchSocket(socket);
    socket.once('error', (error: NodeJS.ErrnoException) => {
      if (FREED.has(error.code)) resolve(undefined);
      else if (error.code === 'EAGAIN') resolve(laterWatch(name));
      else reject(new LeaseError({ lease: name, cause: error }));
    });
    socket.once('connect', () => {
      socket.removeAllListeners('error').on('error', () => undefined); // 'close' follows
      void answer(socket).then((line) => {
        const holder = line === undefined ? silentHolder(socketName(name)) : parseHolder(line);
        resolve(holder === undefined ? watching : { ...watching, holder });
      });
    });
  });
}

function watchSocket(socket: Socket): Watch {
  const released = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  return { released, close: () => void socket.destroy() };
}

function laterWatch(name: string): Watch {
  let close = (): void => undefined;
  const released = new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, RETRY_MS);
    close = () => {
      clearTimeout(timer);
      resolve();
    };
  });
  const holder = silentHolder(socketName(name));
  return { released, close, ...(holder === undefined ? {} : { holder }) };
}

/** The holder's line; undefined when none comes. */
function answer(socket: Socket): Promise<string | undefined> {
  return new Promise((resolve) => {
    let text = '';
    const done = (line: string | undefined): void => {
      clearTimeout(timer);
      resolve(line);
    };
    const timer = setTimeout(() => done(undefined), ANSWER_MS);
    socket.on('close', () => done(undefined));
    socket.setEncoding('utf8').on('data', (chunk: string) => {
      if (text.length < LONGEST_ANSWER) text += chunk;
      const end = text.indexOf('\n');
      if (end >= 0) done(text.slice(0, end));
    });
  });
}
