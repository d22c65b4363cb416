import { utimesSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { SAMPLE_PIPELINE } from '../../test/report/sample-pipeline.js';
import { SAMPLE_RUN } from '../../test/report/sample-results.js';
import { SampleWorkspace, type SampleRun } from '../../test/report/sample-run.js';
import { formatStatus } from './index.js';

const NOW = Date.UTC(2026, 0, 5, 12);

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
    beating(12, '{"running":["head_CRITICAL_001",{"trial":"head_CRITICAL_002"}]}')(workspace);
    workspace.write('results/sample/trials/head_CRITICAL_001/observation.json', '{');
  };
  expect(statusOf(run, prepare)).toBe(
    [
      'sample in results/sample',
      'A runner is alive: heartbeat 12 s ago, running head_CRITICAL_001, head_CRITICAL_002',
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

test('a heartbeat older than three periods is that of a dead runner', () => {
  expect(statusOf({ trials: [] }, beating(181, '{"running":["a"]}')).split('\n')[1]).toBe(
    'No runner is alive: last heartbeat 3 min 1 s ago',
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
