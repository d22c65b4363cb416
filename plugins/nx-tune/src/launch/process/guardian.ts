/**
 * A process of its own, started by guard.ts. It ends what its runner leaves behind when that is killed, and exits when
 * the runner has nothing left. It is nobody's child (the first process only starts the second), so that nx, which
 * signals its process tree from the leaves upwards and waits for them, does not wait for this one.
 */
import { spawn } from 'node:child_process';
import { Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { endFamily } from './ending.js';
import { GUARD_FD, type GuardMessage } from './guarded.js';

const guarded = new Map<string, { pid: number | undefined; grace: number }>();

function note(message: GuardMessage): void {
  if ('ended' in message) guarded.delete(message.runId);
  else guarded.set(message.runId, { pid: message.pid, grace: message.grace });
}

async function endAll(): Promise<void> {
  const families = [...guarded].map(([runId, { pid, grace }]) =>
    endFamily({ pid, runId, seen: new Map() }, grace),
  );
  await Promise.all(families);
}

function serve(): void {
  const pipe = new Socket({ fd: GUARD_FD, readable: true, writable: false });
  pipe.on('error', () => undefined); // 'close' follows
  createInterface({ input: pipe }).on('line', (line) => note(JSON.parse(line) as GuardMessage));
  pipe.on('close', () => void endAll().then(() => process.exit(0)));
}

if (process.argv[2] === 'serve') {
  serve();
} else {
  const stdio = ['ignore', 'ignore', 'ignore', GUARD_FD] as const;
  spawn(process.execPath, [process.argv[1]!, 'serve'], { stdio: [...stdio], detached: true }).unref();
}
