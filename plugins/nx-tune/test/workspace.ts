/** Real Nx workspaces in temporary folders, and real nx in them. */
import { execa } from 'execa';
import { cp, mkdir, mkdtemp, readdir, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const REPOSITORY = fileURLToPath(new URL('../../..', import.meta.url));

export interface NxRun {
  readonly code: number;
  /** Standard output and error together, without colours. */
  readonly output: string;
}

/**
 * A program whose score is highest at x = 0.3, y = 0.1. It appends a line to runs.log for each time that it runs, which
 * is how tests know what did not run.
 */
export const PROGRAM = `
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
const { trial, params, upstream } = JSON.parse(process.env.TUNE_TRIAL);
appendFileSync('runs.log', trial + '\\n');
const { x = 0.3, y = 0.1 } = params;
const before = Object.values(upstream).map(({ artifact }) => readFileSync(artifact, 'utf8'));
writeFileSync(join(process.env.TUNE_OUTPUT_DIR, 'model.txt'), JSON.stringify({ x, y, before }));
const metrics = { score: 1 - (x - 0.3) ** 2 - (y - 0.1) ** 2, x };
writeFileSync(join(process.env.TUNE_OUTPUT_DIR, 'metrics.json'), JSON.stringify(metrics));
`;

/** Two phases, `a` with two tiers; 4 + 2 + 3 trials. */
export const PIPELINE = `
program:
  command: node src/program.mjs
  sources: ["src/**", "!src/phases/**"]
parameters:
  x: { phase: a, tier: CRITICAL, range: [0, 1], default: 0.9 }
  z: { phase: a, tier: IMPORTANT, choices: [1, 2], default: 1 }
  y: { phase: b, tier: CRITICAL, range: [0.01, 1], scale: log, default: 0.5 }
phases:
  a:
    objective: maximize score
    artifact: model.txt
    trials: { CRITICAL: 4, IMPORTANT: 2 }
    sources: ["src/phases/a.txt"]
  b:
    objective: maximize score
    artifact: model.txt
    trials: 3
    sources: ["src/phases/b.txt"]
`;

const FILES = {
  'package.json': '{ "name": "workspace", "private": true }\n',
  'nx.json': '{ "plugins": ["nx-tune"], "analytics": false, "neverConnectToCloud": true }\n',
  '.gitignore': 'node_modules\n/results\n.nx\nruns.log\n',
  'src/program.mjs': PROGRAM,
  'src/phases/a.txt': 'a\n',
  'src/phases/b.txt': 'b\n',
};

export class Workspace {
  readonly root: string;

  private constructor(root: string) {
    this.root = root;
  }

  /** A workspace with the files above, and those given over them. */
  static async create(files: Readonly<Record<string, string>> = {}): Promise<Workspace> {
    const root = await realpath(await mkdtemp(join(tmpdir(), 'nx-tune-test-')));
    const workspace = new Workspace(root);
    await workspace.write({ ...FILES, 'pipelines/demo/pipeline.yaml': PIPELINE, ...files });
    await symlink(join(REPOSITORY, 'node_modules'), join(root, 'node_modules'));
    await execa('git', ['init', '--quiet'], { cwd: root });
    return workspace;
  }

  /** The same workspace in another folder, with its results and its cache as they are. */
  async clone(): Promise<Workspace> {
    const root = await realpath(await mkdtemp(join(tmpdir(), 'nx-tune-test-')));
    await cp(this.root, root, { recursive: true, verbatimSymlinks: true });
    return new Workspace(root);
  }

  async write(files: Readonly<Record<string, string>>): Promise<void> {
    for (const [name, content] of Object.entries(files)) {
      await mkdir(dirname(join(this.root, name)), { recursive: true });
      await writeFile(join(this.root, name), content);
    }
  }

  async edit(file: string, from: string, to: string): Promise<void> {
    const before = await this.read(file);
    if (!before.includes(from)) throw new Error(`${file} does not contain ${from}`);
    await this.write({ [file]: before.replace(from, to) });
  }

  read(file: string): Promise<string> {
    return readFile(join(this.root, file), 'utf8');
  }

  async json<T = unknown>(file: string): Promise<T> {
    return JSON.parse(await this.read(file)) as T;
  }

  async remove(...names: string[]): Promise<void> {
    for (const name of names) await rm(join(this.root, name), { recursive: true, force: true });
  }

  list(folder: string): Promise<string[]> {
    return readdir(join(this.root, folder));
  }

  /**
   * Environment of every nx here: no daemon, the plugin in nx's own process, which halves the time that nx takes, and
   * leases of this workspace alone, so that tests do not wait for each other.
   */
  environment(env: Readonly<Record<string, string>> = {}): Record<string, string> {
    return {
      NX_DAEMON: 'false',
      NX_ISOLATE_PLUGINS: 'false',
      NX_TUI: 'false',
      FORCE_COLOR: '0',
      NO_COLOR: '1',
      CUDA_VISIBLE_DEVICES: '',
      TUNE_CPU_SLOTS: '2',
      TUNE_LEASE_SCOPE: this.root,
      ...env,
    };
  }

  async git(args: readonly string[]): Promise<void> {
    const identity = ['-c', 'user.name=test', '-c', 'user.email=test@localhost'];
    await execa('git', [...identity, ...args], { cwd: this.root });
  }

  /** Starts nx without waiting for it. */
  start(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
    return execa('node', [join(REPOSITORY, 'node_modules/nx/dist/bin/nx.js'), ...args], {
      cwd: this.root,
      env: this.environment(env),
      all: true,
      reject: false,
      stdin: 'ignore',
    });
  }

  async nx(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<NxRun> {
    const { exitCode, all } = await this.start(args, env);
    return { code: exitCode ?? -1, output: all };
  }

  /** Runs nx and gives the trials whose program ran meanwhile, by name. @throws where nx does not exit 0 */
  async ran(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<string[]> {
    const before = (await this.runs()).length;
    const { code, output } = await this.nx(args, env);
    if (code !== 0) throw new Error(`nx ${args.join(' ')} exited with ${code}:\n${output}`);
    return (await this.runs()).slice(before).sort();
  }

  /** Every run of a program so far, in order. */
  async runs(): Promise<string[]> {
    const text = await this.read('runs.log').catch(() => '');
    return text.split('\n').filter((line) => line !== '');
  }

  async dispose(): Promise<void> {
    await rm(this.root, { recursive: true, force: true });
  }
}
