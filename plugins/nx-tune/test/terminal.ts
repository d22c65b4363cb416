import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import { hasEnvironment, listProcesses, read } from '../src/launch/process/proc.js';
import type { Workspace } from './workspace.js';

const NX = fileURLToPath(new URL('../../../node_modules/nx/dist/bin/nx.js', import.meta.url));
const IN_TERMINAL = fileURLToPath(new URL('fixtures/in-terminal.py', import.meta.url));

/** nx in a terminal of its own, with a keyboard. */
export class NxInTerminal {
  readonly #child: ChildProcessWithoutNullStreams;
  #shown = '';
  #said = '';

  constructor(workspace: Workspace, args: readonly string[], env: Readonly<Record<string, string>> = {}) {
    this.#child = spawn('python3', [IN_TERMINAL, 'node', NX, ...args], {
      cwd: workspace.root,
      env: { ...process.env, ...workspace.environment(env), TERM: 'xterm' },
    });
    this.#child.stdout.setEncoding('utf8').on('data', (text: string) => (this.#shown += text));
    this.#child.stderr.setEncoding('utf8').on('data', (text: string) => (this.#said += text));
  }

  interrupt(): void {
    this.#child.stdin.write('interrupt\n');
  }

  close(): void {
    this.#child.stdin.write('close\n');
  }

  /** What the terminal has shown, with plain line breaks. */
  get screen(): string {
    return this.#shown.replaceAll('\r\n', '\n');
  }

  /** nx's exit code, when it has ended. */
  async ended(): Promise<number> {
    if (this.#child.exitCode === null) await once(this.#child, 'close');
    return Number(/^exit (-?\d+)$/m.exec(this.#said)?.[1]);
  }
}

/**
 * Processes that nx has started in this workspace, itself and all that came from it included, but for the workers in
 * which nx loads plugins: when nx is killed as it starts, these wait for it a while longer and then end by themselves.
 */
export function processesOf({ root }: Workspace): number[] {
  return listProcesses()
    .map(({ pid }) => pid)
    .filter((pid) => pid !== process.pid && hasEnvironment(pid, `TUNE_LEASE_SCOPE=${root}`))
    .filter((pid) => read(`/proc/${pid}/cmdline`)?.includes('plugin-worker.js') !== true);
}

/** Waits until none is left. */
export async function expectNoProcess(workspace: Workspace, within: number): Promise<void> {
  const commands = (): string[] =>
    processesOf(workspace).map((pid) => `${pid}: ${read(`/proc/${pid}/cmdline`)?.replaceAll('\0', ' ')}`);
  await expect.poll(commands, { timeout: within, interval: 50 }).toEqual([]);
}
