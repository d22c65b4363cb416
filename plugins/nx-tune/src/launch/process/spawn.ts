import type { Readable } from 'node:stream';
import { execa } from 'execa';
import { SpawnError, ToolError } from './errors.js';
import type { Exit } from './types.js';

export interface SpawnRequest {
  readonly argv: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly fds: readonly number[];
}

export interface Spawned {
  readonly pid: number | undefined;
  readonly stdout: Readable;
  readonly stderr: Readable;
  /** Rejects with SpawnError when the program could not be started. Its output may still be coming. */
  readonly exited: Promise<Exit>;
  /** Resolves when, besides, its output has ended. Never rejects. */
  readonly closed: Promise<unknown>;
}

/** Starts a program as the leader of a session and process group of its own. Never throws. */
export function spawnProgram({ argv, cwd, env, fds }: SpawnRequest): Spawned {
  const [file = '', ...args] = argv;
  const inherited = fds as readonly 0[]; // execa takes any descriptor; its type only knows the standard ones
  const subprocess = execa(file, args, {
    cwd,
    env: env as Record<string, string>, // execa's type forbids the undefined that its code takes
    stdio: ['ignore', 'pipe', 'pipe', ...inherited],
    detached: true,
    cleanup: false, // the guardian sees to it
    buffer: false,
    encoding: 'buffer',
    reject: false,
  });
  const exited = new Promise<Exit>((resolve, reject) => {
    subprocess.once('exit', (code: number | null, signal: NodeJS.Signals | null) => {
      resolve(signal === null ? { kind: 'exited', code: code! } : { kind: 'signalled', signal });
    });
    // Without an 'exit' before, the result is that of a program that never ran.
    void subprocess.then(({ cause }) => reject(new SpawnError({ argv, cwd, cause })));
  });
  return {
    pid: subprocess.pid,
    stdout: subprocess.stdout,
    stderr: subprocess.stderr,
    exited,
    closed: subprocess,
  };
}

/** Long enough for nvidia-smi on a busy host, whose first call loads the driver. */
const TOOL_TIMEOUT_MS = 60_000;

/**
 * The standard output of a small program; undefined where it is not installed.
 * @throws ToolError when it fails or does not end
 */
export async function runTool(argv: readonly string[]): Promise<string | undefined> {
  const [file = '', ...args] = argv;
  const result = await execa(file, args, { reject: false, stdin: 'ignore', timeout: TOOL_TIMEOUT_MS });
  if (result.code === 'ENOENT') return undefined;
  if (!result.failed) return result.stdout;
  const said = [result.stdout, result.stderr].join('\n').trim();
  throw new ToolError({
    argv,
    detail: said === '' ? howItFailed(result) : `${howItFailed(result)}: ${said}`,
  });
}

function howItFailed(result: {
  readonly timedOut: boolean;
  readonly exitCode?: number | undefined;
  readonly signal?: string | undefined;
  readonly cause?: unknown;
}): string {
  if (result.timedOut) return `no end within ${TOOL_TIMEOUT_MS / 1000} s`;
  if (result.exitCode !== undefined) return `exit code ${result.exitCode}`;
  return result.signal ?? String(result.cause);
}
