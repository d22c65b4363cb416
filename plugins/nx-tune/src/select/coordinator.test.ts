import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolders } from '../../test/temporary.js';
import { specOf } from '../../test/spec/written.js';
import { digestOf } from '../results/digest.js';
import { writeJson } from '../results/json.js';
import { Results } from '../results/read.js';
import type { Incumbent, PhaseResult } from '../results/types.js';
import { finishedPhases, logPhaseEvent, refreshCoordinator } from './coordinator.js';

const folder = temporaryFolders();

const spec = specOf(`
program: { command: run }
parameters:
  x: { phase: a, range: [0, 1] }
  y: { phase: b, range: [0, 1] }
fixed: { batch_size: 128 }
phases:
  a: { objective: maximize score, trials: 2, artifact: model.txt }
  b: { objective: minimize loss, trials: 2 }
`);

const START: Incumbent = { params: {}, upstream: {} };
const MODEL = { path: 'results/demo/trials/a_CRITICAL_001/model.txt', sha256: 'ab'.repeat(32) };
const AFTER_A: Incumbent = {
  params: { x: 0.25 },
  upstream: { a: { trial: 'a_CRITICAL_001', artifact: MODEL } },
};
const AFTER_B: Incumbent = {
  params: { x: 0.25, y: 0.5 },
  upstream: { ...AFTER_A.upstream, b: { trial: 'b_CRITICAL_000' } },
};

const RESULTS = {
  a: resultOf('a', { before: START, after: AFTER_A }),
  b: resultOf('b', { before: AFTER_A, after: AFTER_B }),
};

function resultOf(phase: string, { before, after }: { before: Incumbent; after: Incumbent }): PhaseResult {
  return {
    phase,
    status: 'complete',
    gate_mode: 'stop',
    objective: { metric: 'score', direction: 'maximize' },
    best: { trial: after.upstream[phase]!.trial, objective: 0.9, values: { of: phase }, metrics: {} },
    gate: [],
    passing: 2,
    tiers: {},
    before: digestOf(before),
    incumbent: digestOf(after),
    trial_seconds: 1,
  };
}

async function run(incumbents: Readonly<Record<string, Incumbent>>, phases: readonly PhaseResult[]) {
  const root = folder();
  const results = new Results(root, 'demo');
  for (const [phase, incumbent] of Object.entries(incumbents))
    await writeJson(results.path(`${results.layout.phase(phase)}/incumbent.json`), incumbent);
  for (const result of phases)
    await writeJson(results.path(results.layout.phaseSummary(result.phase)), result);
  return results;
}

const finished = async (results: Results): Promise<string[]> =>
  (await finishedPhases(results, spec)).map(({ phase }) => phase);

test('phases are finished as far as each starts from what the one before it ended with', async () => {
  expect(await finished(await run({ a: AFTER_A, b: AFTER_B }, [RESULTS.a, RESULTS.b]))).toEqual(['a', 'b']);
  expect(await finished(await run({ a: AFTER_A }, [RESULTS.a]))).toEqual(['a']);
  expect(await finished(await run({}, []))).toEqual([]);
});

test('a phase that an edit has left behind is not finished, though its files are there', async () => {
  const other: Incumbent = { ...AFTER_A, params: { x: 0.75 } };
  const again = resultOf('a', { before: START, after: other });
  expect(await finished(await run({ a: other, b: AFTER_B }, [again, RESULTS.b]))).toEqual(['a']);
});

test('a phase whose summary and incumbent are of two selections is not finished', async () => {
  const other: Incumbent = { ...AFTER_A, params: { x: 0.75 } };
  expect(await finished(await run({ a: other, b: AFTER_B }, [RESULTS.a, RESULTS.b]))).toEqual([]);
});

test('a closed gate, which leaves a summary without an incumbent, ends the chain', async () => {
  const closed: PhaseResult = { ...RESULTS.a, status: 'gate_failed', incumbent: null };
  expect(await finished(await run({ b: AFTER_B }, [closed, RESULTS.b]))).toEqual([]);
});

test('the state names what is done, what comes next and the best of each phase', async () => {
  const results = await run({ a: AFTER_A }, [RESULTS.a]);
  await refreshCoordinator(results, spec);
  const state = JSON.parse(
    readFileSync(results.path('results/demo/coordinator_state.json'), 'utf8'),
  ) as unknown;
  expect(state).toEqual({
    pipeline: 'demo',
    completed_phases: ['a'],
    current_phase: 'b',
    current_tier: null,
    best: { a: { trial: 'a_CRITICAL_001', objective: 0.9, params: { of: 'a' } } },
  });
  await refreshCoordinator(results, spec, { phase: 'b', tier: 'CRITICAL' });
  expect(await results.read('results/demo/coordinator_state.json')).toMatchObject({
    current_phase: 'b',
    current_tier: 'CRITICAL',
  });
});

test('best_config.yaml is the last incumbent with the fixed values, without digests', async () => {
  const results = await run({ a: AFTER_A, b: AFTER_B }, [RESULTS.a, RESULTS.b]);
  await refreshCoordinator(results, spec);
  expect(readFileSync(results.path('results/demo/best_config.yaml'), 'utf8')).toBe(
    [
      'pipeline: demo',
      'params:',
      '  x: 0.25',
      '  y: 0.5',
      '  batch_size: 128',
      'upstream:',
      '  a:',
      '    trial: a_CRITICAL_001',
      '    artifact: results/demo/trials/a_CRITICAL_001/model.txt',
      '  b:',
      '    trial: b_CRITICAL_000',
      '',
    ].join('\n'),
  );
});

test('a run that has finished no phase has a state, and no best configuration', async () => {
  const results = await run({}, []);
  expect(await refreshCoordinator(results, spec)).toEqual([]);
  expect(await results.read('results/demo/coordinator_state.json')).toEqual({
    pipeline: 'demo',
    completed_phases: [],
    current_phase: 'a',
    current_tier: null,
    best: {},
  });
  expect(await results.read('results/demo/best_config.yaml')).toBeUndefined();
});

test('the log gets a line an event, with its time', async () => {
  const results = new Results(folder(), 'demo');
  await logPhaseEvent(results, 'Phase a: gate passed');
  await logPhaseEvent(results, 'Phase b: gate closed');
  const lines = readFileSync(join(results.path('results/demo'), 'coordinator.log'), 'utf8').split('\n');
  expect(lines.map((line) => line.replace(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/, 'TIME'))).toEqual([
    'TIME Phase a: gate passed',
    'TIME Phase b: gate closed',
    '',
  ]);
});
