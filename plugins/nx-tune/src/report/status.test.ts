import { spawnSync } from 'node:child_process';
import { utimesSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { SAMPLE_PIPELINE } from '../../test/report/sample-pipeline.js';
import { SAMPLE_RUN } from '../../test/report/sample-results.js';
import { SampleWorkspace, type SampleRun } from '../../test/report/sample-run.js';
import { formatStatus } from './index.js';

const NOW = Date.UTC(2026, 0, 5, 12);
const inMinutes = (minutes: number): string => new Date(NOW + minutes * 60_000).toISOString();

const HEARTBEAT = {
  state: 'running',
  interval: 60,
  runner: { pid: 4711, host: 'elsewhere' },
  trials: { total: 3, finished: 1, failed: 0, reused: 0, running: 2, waiting: 0, interrupted: 0, errors: 0 },
  running: [
    {
      trial: 'head_CRITICAL_001',
      device: 'gpu 0',
      pid: 12,
      attempt: 2,
      seconds: 90,
      step: 40,
      total: 100,
      memory_gb: 1.5,
      gpu_memory_gb: 10,
      estimated_end: inMinutes(2),
    },
    { trial: 'head_CRITICAL_002', device: 'gpu 1', attempt: 1, seconds: 3 },
  ],
  devices: [
    { device: 'gpu 0', memory_used_gb: 11.5, memory_total_gb: 48 },
    { device: 'gpu 1' },
    { device: 'gpu 2', set_aside: 'it failed' },
  ],
  estimated_end: inMinutes(60),
};

function statusOf(run: SampleRun, prepare: (workspace: SampleWorkspace) => void = () => undefined): string {
  using workspace = new SampleWorkspace();
  workspace.writeRun(SAMPLE_PIPELINE, run);
  prepare(workspace);
  return formatStatus(
    { workspaceRoot: workspace.root, resultsDir: 'results/sample', spec: SAMPLE_PIPELINE },
    NOW,
  );
}

const beating = (secondsAgo: number, content: string) => (workspace: SampleWorkspace) => {
  const file = 'results/sample/trials/heartbeat.json';
  workspace.write(file, content);
  const at = NOW / 1000 - secondsAgo;
  utimesSync(join(workspace.root, file), at, at);
};

test('nothing on disk', () => {
  expect(statusOf({ trials: [] })).toBe(
    [
      'sample in results/sample',
      'No runner has left a heartbeat',
      '',
      'encoder: not started',
      '  CRITICAL  0 of 4 trials done',
      '  IMPORTANT 0 of 2 trials done',
      '',
      'head: not started',
      '  CRITICAL  0 of 3 trials done',
    ].join('\n'),
  );
});

test('a run under way, with a torn file', () => {
  const run = {
    trials: SAMPLE_RUN.trials.slice(0, 7),
    phases: { encoder: SAMPLE_RUN.phases!['encoder']! },
  };
  const prepare = (workspace: SampleWorkspace) => {
    beating(12, JSON.stringify(HEARTBEAT))(workspace);
    workspace.write('results/sample/trials/head_CRITICAL_001/observation.json', '{');
  };
  expect(statusOf(run, prepare)).toBe(
    [
      'sample in results/sample',
      'A runner is alive (process 4711 on elsewhere): heartbeat 12 s ago, this phase ends in about 1 h',
      '  its 3 trials: 1 finished, 2 running',
      '  head_CRITICAL_001 on gpu 0: process 12, attempt 2, step 40 of 100, 1 min 30 s, 1.5 GB, GPU 10 GB, ends in about 2 min',
      '  head_CRITICAL_002 on gpu 1: 3 s',
      '  gpu 0: 11.5 of 48 GB used',
      '  gpu 2: set aside: it failed',
      '',
      'encoder: finished',
      '  CRITICAL  4 of 4 trials done, 1 failed',
      '  IMPORTANT 2 of 2 trials done',
      '  best recall 0.875 (encoder_IMPORTANT_001)',
      '  gate recall >= 0.8: passed with 0.875',
      '  gate divergence 0.1..1: passed with 0.28',
      '',
      'head: under way',
      '  CRITICAL  1 of 3 trials done',
      '  best loss 0.5 (head_CRITICAL_000)',
      'Warning: results/sample/trials/head_CRITICAL_001/observation.json is left out: its text is not JSON.',
    ].join('\n'),
  );
});

test('a gate that the best trial misses, or that needs a metric which it lacks', () => {
  const values = { learning_rate: 0.01, optimizer: 'adam' };
  const trial = { phase: 'encoder', tier: 'CRITICAL' as const, index: 0, values, metrics: { recall: 0.7 } };
  const lines = statusOf({ trials: [trial], phases: { encoder: { status: 'gate_failed' } } }).split('\n');
  expect(lines).toContain('encoder: gate failed');
  expect(lines).toContain('  gate recall >= 0.8: missed with 0.7');
  expect(lines).toContain('  gate divergence 0.1..1: not reported');
});

test('trials beyond the plan do not count', () => {
  const extra = { ...SAMPLE_RUN.trials[0]!, index: 4, metrics: { recall: 1, divergence: 0.5 } };
  const lines = statusOf({ trials: [extra, SAMPLE_RUN.trials[0]!] }).split('\n');
  expect(lines).toContain('  CRITICAL  1 of 4 trials done');
  expect(lines).toContain('  best recall 0.81 (encoder_CRITICAL_000)');
});

const heartbeatLine = (secondsAgo: number, beat: object): string =>
  statusOf({ trials: [] }, beating(secondsAgo, JSON.stringify(beat))).split('\n')[1]!;

test('a heartbeat older than three periods is that of a dead runner, or of one that hangs', () => {
  expect(heartbeatLine(181, { running: [] })).toBe(
    'No runner is alive, or it hangs: its last heartbeat was 3 min 1 s ago',
  );
  expect(heartbeatLine(31, { interval: 10 })).toBe(
    'No runner is alive, or it hangs: its last heartbeat was 31 s ago',
  );
});

test('a runner that has ended says so; one of this host that was killed is missed at once', () => {
  expect(heartbeatLine(300, { ...HEARTBEAT, state: 'ended' })).toBe(
    'No runner is alive: the last one ended 5 min ago',
  );
  const { pid } = spawnSync('true');
  expect(heartbeatLine(2, { ...HEARTBEAT, runner: { pid, host: hostname() } })).toBe(
    'No runner is alive: the last one was killed, its last heartbeat was 2 s ago',
  );
  expect(heartbeatLine(2, { state: 'stopping', runner: { pid: process.pid, host: hostname() } })).toBe(
    `A runner is stopping (process ${process.pid} on ${hostname()}): heartbeat 2 s ago`,
  );
});

test('a torn heartbeat still tells its age', () => {
  expect(statusOf({ trials: [] }, beating(2, '{"runn')).split('\n')[1]).toBe(
    'A runner is alive: heartbeat 2 s ago',
  );
});

test('asking for the status does not load DuckDB', () => {
  const { sharedObjects } = process.report.getReport() as unknown as { sharedObjects: string[] };
  expect(sharedObjects.filter((file) => file.includes('duckdb'))).toEqual([]);
});
