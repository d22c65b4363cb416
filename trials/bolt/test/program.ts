import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const DIST = join(import.meta.dirname, '../dist');

export interface Ended {
  readonly code: number | null;
  readonly output: string;
}

/** Runs a program of `dist`; sends SIGTERM once its output contains `stopAt`. */
export async function runProgram(name: string, env: NodeJS.ProcessEnv, stopAt?: string): Promise<Ended> {
  const child = spawn(process.execPath, [join(DIST, name)], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      output += chunk;
      // Once: a second one would meet a program that no longer listens, on its way out.
      if (stopAt !== undefined && !child.killed && output.includes(stopAt)) child.kill('SIGTERM');
    });
  }
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { code, output };
}

export const temporaryFolder = (): string => mkdtempSync(join(tmpdir(), 'bolt-'));

/** A folder for one trial: where it writes, and what it wrote. */
export class TrialFolder {
  readonly root = temporaryFolder();
  readonly output = join(this.root, 'out');

  run(config: object, stopAt?: string, program = 'main.js'): Promise<Ended> {
    const env = {
      TUNE_TRIAL: JSON.stringify({
        pipeline: 'test',
        tier: 'CRITICAL',
        trial: 'test',
        seed: 7,
        upstream: {},
        ...config,
      }),
      TUNE_OUTPUT_DIR: this.output,
      TUNE_CHECKPOINT_DIR: join(this.root, 'checkpoint'),
    };
    return runProgram(program, env, stopAt);
  }

  read(file: string): Buffer {
    return readFileSync(join(this.output, file));
  }

  get metrics(): Record<string, number> {
    return JSON.parse(this.read('metrics.json').toString()) as Record<string, number>;
  }
}
