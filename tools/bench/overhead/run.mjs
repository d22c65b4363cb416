/**
 * Overhead of the engine itself: trials that do nothing, in two phases of 150 on two CPU slots, beside Snakemake
 * (Debian's package `snakemake`) with the same jobs. Prints a table of seconds from command to prompt.
 *
 *   node tools/bench/overhead/run.mjs [--trials 150] [--projects 2000] [--runs 3]
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    trials: { type: 'string', default: '150' },
    projects: { type: 'string', default: '2000' },
    runs: { type: 'string', default: '3' },
  },
});
const [trials, projects, runs] = [values.trials, values.projects, values.runs].map(Number);
const repository = fileURLToPath(new URL('../../..', import.meta.url));
const script = fileURLToPath(new URL('trial.sh', import.meta.url));
const env = {
  ...process.env,
  NX_DAEMON: 'false',
  TUNE_CPU_SLOTS: '2',
  CUDA_VISIBLE_DEVICES: '',
  TUNE_LEASE_SCOPE: `bench-${process.pid}`,
};

const pipeline = (count) => `
program: { command: [sh, trial.sh], sources: [trial.sh] }
parameters:
  x: { phase: one, range: [0, 1] }
  y: { phase: two, range: [0, 1] }
phases:
  one: { objective: maximize score, trials: ${count} }
  two: { objective: maximize score, trials: ${count} }
`;

const snakefile = `
N = range(${trials})
rule all:
    input: "two.txt"
rule one:
    output: "one/{i}/metrics.json"
    params: out=lambda wildcards: f"one/{wildcards.i}"
    shell: "TUNE_OUTPUT_DIR={params.out} sh trial.sh"
rule select_one:
    input: expand("one/{i}/metrics.json", i=N)
    output: "one.txt"
    shell: "touch {output}"
rule two:
    input: "one.txt"
    output: "two/{i}/metrics.json"
    params: out=lambda wildcards: f"two/{wildcards.i}"
    shell: "TUNE_OUTPUT_DIR={params.out} sh trial.sh"
rule select_two:
    input: expand("two/{i}/metrics.json", i=N)
    output: "two.txt"
    shell: "touch {output}"
`;

function workspace(count) {
  const root = mkdtempSync(join(tmpdir(), 'nx-tune-bench-'));
  mkdirSync(join(root, 'pipelines/bench'), { recursive: true });
  writeFileSync(join(root, 'pipelines/bench/pipeline.yaml'), pipeline(count));
  writeFileSync(join(root, 'package.json'), '{ "name": "bench", "private": true }');
  writeFileSync(
    join(root, 'nx.json'),
    '{ "plugins": ["nx-tune"], "analytics": false, "neverConnectToCloud": true, "tui": { "enabled": false } }',
  );
  writeFileSync(join(root, '.gitignore'), 'node_modules\n.nx\n/results\n');
  // As this repository has it.
  cpSync(join(repository, '.env'), join(root, '.env'));
  cpSync(script, join(root, 'trial.sh'));
  writeFileSync(join(root, 'Snakefile'), snakefile);
  symlinkSync(join(repository, 'node_modules'), join(root, 'node_modules'));
  spawnSync('git', ['init', '--quiet'], { cwd: root });
  return root;
}

function seconds(root, command, args) {
  const start = performance.now();
  const { status, stdout, stderr, error } = spawnSync(command, args, { cwd: root, env, encoding: 'utf8' });
  if (error) return undefined;
  if (status !== 0)
    throw new Error(`${command} ${args.join(' ')} exited with ${status}:\n${stdout}${stderr}`);
  return (performance.now() - start) / 1000;
}

const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];

function measure(name, prepare, command, args) {
  const times = [];
  for (let run = 0; run < runs; run++) {
    prepare();
    const time = seconds(root, command, args);
    if (time === undefined) return { measure: name, median: 'not installed' };
    times.push(time);
  }
  return {
    measure: name,
    median: median(times).toFixed(2),
    all: times.map((each) => each.toFixed(2)).join(' '),
  };
}

const nx = join(repository, 'node_modules/nx/dist/bin/nx.js');
const tune = [nx, 'run', 'bench:tune', '--output-style=static'];
const snakemake = ['--cores', '2', '--quiet', 'all'];
const root = workspace(trials);
const remove = (...names) =>
  names.forEach((name) => rmSync(join(root, name), { recursive: true, force: true }));
const wide = workspace(projects / 2);
const rows = [
  measure(`nx-tune, 2 x ${trials} trials`, () => remove('results', '.nx'), 'node', tune),
  measure('nx-tune, all cached', () => undefined, 'node', tune),
  measure('nx-tune, receipts alone (after nx reset)', () => remove('.nx'), 'node', tune),
  measure(
    `Snakemake, 2 x ${trials} jobs`,
    () => remove('one', 'two', 'one.txt', 'two.txt', '.snakemake'),
    'snakemake',
    snakemake,
  ),
  measure('Snakemake, nothing to do', () => undefined, 'snakemake', snakemake),
];
const shown = Array.from({ length: runs }, () => seconds(wide, 'node', [nx, 'show', 'projects']));
rows.push({
  measure: `nx show projects, ${projects} trials`,
  median: median(shown).toFixed(2),
  all: shown.map((each) => each.toFixed(2)).join(' '),
});
console.table(rows);
for (const each of [root, wide]) rmSync(each, { recursive: true, force: true });
