// Prints how long a report takes in a process of its own, start of Node included: node tools/bench/report/measure.mjs [trials...]
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { benchSpec, writeTree } from './tree.mjs';

const RUNS = 5;
const ONE = join(import.meta.dirname, 'one.mjs');
const sizes = process.argv.length > 2 ? process.argv.slice(2).map(Number) : [24, 300, 10_000];

const TITLES = ['trials', 'process (s)', 'writeReport (s)', 'its CPU time (s)', 'formatStatus (s)'];
console.log(`${TITLES.join('  ')}  median of ${RUNS}`);
for (const trials of sizes) {
  const root = mkdtempSync(join(tmpdir(), 'nx-tune-bench-'));
  try {
    writeTree(root, benchSpec(trials));
    const runs = Array.from({ length: RUNS }, () => {
      const begin = performance.now();
      const { stdout, stderr, status } = spawnSync(process.execPath, [ONE, root, String(trials)], {
        encoding: 'utf8',
      });
      if (status !== 0) throw new Error(stderr);
      return { process: (performance.now() - begin) / 1000, ...JSON.parse(stdout) };
    });
    const median = (of) => runs.map(of).toSorted((a, b) => a - b)[RUNS >> 1];
    const seconds = ['process', 'report', 'cpu', 'status'].map((part) =>
      median((run) => run[part]).toFixed(2),
    );
    const columns = [trials, ...seconds];
    console.log(columns.map((column, at) => String(column).padStart(TITLES[at].length)).join('  '));
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}
