/** The SQL views over real result files. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { SAMPLE_PIPELINE } from '../../test/report/sample-pipeline.js';
import { SAMPLE_RUN } from '../../test/report/sample-results.js';
import { SampleWorkspace, type SampleRun, type SampleTrial } from '../../test/report/sample-run.js';
import type { Spec } from '../spec/types.js';
import { Database } from './database.js';
import { readDocuments } from './documents.js';

async function ask(
  sql: string,
  run: SampleRun = SAMPLE_RUN,
  spec: Spec = SAMPLE_PIPELINE,
): Promise<unknown[]> {
  using workspace = new SampleWorkspace();
  workspace.writeRun(spec, run);
  const context = { workspaceRoot: workspace.root, resultsDir: `results/${spec.name}`, spec };
  const database = await Database.open(readDocuments(context).documents);
  try {
    const { rows } = await database.query(sql);
    return rows.map((row) => (row.length === 1 ? row[0] : row));
  } finally {
    database.close();
  }
}

const encoder = (index: number, recall?: number, divergence = 0.5): SampleTrial => ({
  phase: 'encoder',
  tier: 'CRITICAL',
  index,
  values: { learning_rate: 0.01 + index / 100, optimizer: 'adam' },
  ...(recall === undefined ? { failure: 'exit code 1' } : { metrics: { recall, divergence } }),
});

const head = (index: number, loss: number): SampleTrial => ({
  phase: 'head',
  tier: 'CRITICAL',
  index,
  values: { depth: 2, use_bias: true },
  metrics: { loss },
});

test('one row a trial, in the order of the plan', async () => {
  const rows = await ask(
    `select trial, position, status, objective, seconds, attempts, device, reason, origin from trials where phase = 'encoder'`,
  );
  expect(rows.slice(2)).toEqual([
    ['encoder_CRITICAL_002', 2, 'complete', 0.9, 10, 1, 'cpu-0', null, 'sobol 2'],
    [
      'encoder_CRITICAL_003',
      3,
      'failed',
      null,
      30,
      3,
      'cpu-0',
      'exit code 3: "CUDA error | device-side assert"',
      'sobol 3',
    ],
    ['encoder_IMPORTANT_000', 4, 'complete', 0.84375, 10, 1, 'cpu-0', null, 'incumbent'],
    ['encoder_IMPORTANT_001', 5, 'complete', 0.875, 75, 1, 'cpu-0', null, 'sobol 1'],
  ]);
});

test('ranks: passes the gate, then objective, then order of the plan; without an objective last', async () => {
  const run = { trials: [encoder(0), encoder(1, 0.99, 3), encoder(2, 0.85), encoder(3, 0.85)] };
  expect(await ask('select trial, rank, feasible from ranked_trials', run)).toEqual([
    ['encoder_CRITICAL_002', 1, true],
    ['encoder_CRITICAL_003', 2, true],
    ['encoder_CRITICAL_001', 3, false],
    ['encoder_CRITICAL_000', 4, false],
  ]);
});

test('a smaller objective ranks first where the phase minimizes', async () => {
  const run = { trials: [head(0, 0.5), head(1, -2), head(2, 0.1)] };
  expect(await ask('select trial from ranked_trials', run)).toEqual([
    'head_CRITICAL_001',
    'head_CRITICAL_002',
    'head_CRITICAL_000',
  ]);
});

test('a complete trial without its objective ranks behind one that breaks the gate', async () => {
  const silent = { ...encoder(0, 0.9), metrics: { divergence: 0.5 } };
  const run = { trials: [silent, encoder(1, 0.1)] };
  expect(await ask('select trial, feasible from ranked_trials', run)).toEqual([
    ['encoder_CRITICAL_001', false],
    ['encoder_CRITICAL_000', false],
  ]);
});

test('a metric that is missing or only volatile does not pass a gate', async () => {
  const complete = { ...encoder(0, 0.9), metrics: { recall: 0.9 }, volatile: { divergence: 0.5 } };
  expect(
    await ask('select condition, value, passed from trial_gates order by position', { trials: [complete] }),
  ).toEqual([
    ['recall >= 0.8', 0.9, true],
    ['divergence 0.1..1', null, false],
  ]);
});

test('both ends of an interval belong to it', async () => {
  const run = { trials: [encoder(0, 0.9, 0.1), encoder(1, 0.9, 1), encoder(2, 0.9, 1.001)] };
  const sql = `select margin, passed from trial_gates where metric = 'divergence' order by trial`;
  expect(await ask(sql, run)).toEqual([
    [0, true],
    [0, true],
    [expect.closeTo(-0.001, 12), false],
  ]);
});

test('the path counts trials that pass the gate', async () => {
  const run = { trials: [encoder(0, 0.5), encoder(1, 0.85), encoder(2, 0.99, 3), encoder(3, 0.9)] };
  expect(await ask('select best from best_path', run)).toEqual([null, 0.85, 0.85, 0.9]);
});

test('the path counts all trials where none passes', async () => {
  const run = { trials: [encoder(0, 0.5), encoder(1), encoder(2, 0.7), encoder(3, 0.6)] };
  expect(await ask('select best from best_path', run)).toEqual([0.5, 0.5, 0.7, 0.7]);
});

test('outliers lie beyond the axis, the path never does', async () => {
  const spec = withTrials(12);
  const trials = Array.from({ length: 12 }, (_, index) => head(index, index === 5 ? 1e9 : 1 + index / 10));
  expect(await ask('select low, high, beyond from path_axis', { trials }, spec)).toEqual([[1, 2.1, 1]]);
  const winning = trials.map((trial, index) => (index === 5 ? head(5, -1e9) : trial));
  expect(await ask('select low, high, beyond from path_axis', { trials: winning }, spec)).toEqual([
    [-1e9, 2.1, 0],
  ]);
});

test('trials beyond the plan are left over', async () => {
  const run = { trials: [encoder(0, 0.9), encoder(4, 0.95), { ...encoder(0, 1), phase: 'gone' }] };
  expect(await ask('select trial from trials', run)).toEqual(['encoder_CRITICAL_000']);
  expect(await ask('select trial from leftover_trials order by trial', run)).toEqual([
    'encoder_CRITICAL_004',
    'gone_CRITICAL_000',
  ]);
});

test.each<[string, SampleRun, string]>([
  ['nothing', { trials: [] }, 'waiting'],
  ['some trials', { trials: [head(0, 1)] }, 'running'],
  ['all trials, no verdict', { trials: [0, 1, 2].map((at) => head(at, 1)) }, 'running'],
  [
    'a verdict',
    { trials: [0, 1, 2].map((at) => head(at, 1)), phases: { head: { status: 'complete' } } },
    'complete',
  ],
  [
    'a verdict on fewer trials',
    { trials: [head(0, 1)], phases: { head: { status: 'complete' } } },
    'running',
  ],
  ['a failure on fewer trials', { trials: [head(0, 1)], phases: { head: { status: 'failed' } } }, 'failed'],
  [
    'another winner before',
    {
      trials: [0, 1, 2].map((at) => head(at, 1)),
      phases: { encoder: { status: 'complete', incumbent: 'b' }, head: { status: 'complete', before: 'a' } },
    },
    'outdated',
  ],
])('a phase with %s on disk', async (_, run, status) => {
  expect(await ask(`select status from phases where phase = 'head'`, run)).toEqual([status]);
});

test('the recorded winner stands while the verdict does', async () => {
  const trials = [head(0, 3), head(1, 1), head(2, 2)];
  const phases = { head: { status: 'complete' as const, best: { trial: 'head_CRITICAL_002' } as never } };
  const sql = `select best, best_objective, default_objective from phases where phase = 'head'`;
  expect(await ask(sql, { trials, phases })).toEqual([['head_CRITICAL_002', 2, 3]]);
  expect(await ask(sql, { trials: trials.slice(0, 2), phases })).toEqual([['head_CRITICAL_001', 1, 3]]);
});

test('metrics of the best trial against their targets, by how much', async () => {
  expect(await ask('select phase, metric, target, value, met, margin from metrics_targets')).toEqual([
    ['encoder', 'recall', '>= 0.8', 0.875, true, expect.closeTo(0.075, 12)],
    ['encoder', 'divergence', '0.1..1', 0.28, true, expect.closeTo(0.18, 12)],
    ['encoder', 'wall_clock_time', 'minimize', 8, null, null],
    ['head', 'loss', 'minimize', 0.375, null, null],
    ['head', 'accuracy', '>= 0.9', 0.8875, false, expect.closeTo(-0.0125, 12)],
  ]);
  expect(await ask('select metric from missing_metrics')).toEqual(['gpu_memory_peak']);
});

test('metrics that pipeline.yaml does not describe come last', async () => {
  const extra = { trials: [{ ...head(0, 1), metrics: { aardvark: 1, loss: 1 } }] };
  expect(await ask('select metric, target from metrics_targets', extra)).toEqual([
    ['loss', 'minimize'],
    ['aardvark', null],
  ]);
});

test('best against default: a parameter that is inactive in the best trial has no value, a fixed one has its own', async () => {
  const spec = { ...SAMPLE_PIPELINE, fixed: { learning_rate: 0.05, batch_size: 128 } };
  const run = { trials: [{ ...encoder(0, 0.9), values: { optimizer: 'adam' } }] };
  const sql = 'select parameter, fixed, default_value, best_value from best_parameters';
  expect(await ask(sql, run, spec)).toEqual([
    ['learning_rate', '0.05', '0.01', '0.05'],
    ['optimizer', null, '"adam"', '"adam"'],
    ['momentum', null, '0.9', null],
    ['depth', null, '2', null],
    ['use_bias', null, 'true', null],
  ]);
  expect(await ask('select name, value from fixed_values', run, spec)).toEqual([['batch_size', '128']]);
});

test('tuned against default, with the error of the difference; the rest by itself', async () => {
  const finish = {
    tuned_accuracy: 0.9,
    tuned_accuracy_se: 0.03,
    default_accuracy: 0.8,
    default_accuracy_se: 0.04,
    tuned_calls: 10,
    default_calls: 30,
    tuned_only: 1,
    sealed_mails: 1372,
  };
  expect(await ask('from finish_comparison', { trials: [], finish })).toEqual([
    ['accuracy', 0.9, 0.03, 0.8, 0.04, expect.closeTo(0.1, 12), expect.closeTo(0.05, 12)],
    ['calls', 10, null, 30, null, -20, null],
  ]);
  expect(await ask('from finish_other', { trials: [], finish })).toEqual([
    ['sealed_mails', 1372],
    ['tuned_only', 1],
  ]);
});

test('values by parameter: words stay words, booleans count as 0 and 1', async () => {
  const values = { depth: 2, use_bias: false, kind: '12' };
  const sql = 'select parameter, value, number from trial_params order by parameter';
  expect(await ask(sql, { trials: [{ ...head(0, 1), values }] })).toEqual([
    ['depth', '2', 2],
    ['kind', '"12"', null],
    ['use_bias', 'false', 0],
  ]);
});

interface Reference {
  readonly trials: readonly { readonly values: SampleTrial['values']; readonly objective: number }[];
  readonly expected: Readonly<
    Record<string, { readonly correlation: number | null; readonly importance: number }>
  >;
  readonly kernel_chance: number;
}

const reference = JSON.parse(
  readFileSync(new URL('reference/rank_correlations.json', import.meta.url), 'utf8'),
) as Reference;

test('rank correlations and correlation ratio are those of SciPy', async () => {
  const domain = { kind: 'choices', choices: [] } as const;
  const parameters = Object.keys(reference.expected).map((name) => ({
    name,
    phase: 'head',
    tier: 'CRITICAL' as const,
    domain,
    default: 0,
  }));
  const spec = { ...withTrials(reference.trials.length), parameters };
  const trials = reference.trials.map(({ values, objective }, index) => ({
    ...head(index, objective),
    values,
  }));
  const rows = await ask(
    'select parameter, trials, method, correlation, importance, chance from importance',
    { trials },
    spec,
  );
  const expected = Object.entries(reference.expected).map(([parameter, { correlation, importance }]) => [
    parameter,
    40,
    correlation === null ? 'correlation ratio' : 'spearman',
    correlation === null ? null : expect.closeTo(correlation, 10),
    expect.closeTo(importance, 10),
    // Wilson and Hilferty are within half a percent of the quantile.
    correlation === null
      ? expect.closeTo(reference.kernel_chance, 2)
      : expect.closeTo(1.96 / Math.sqrt(39), 10),
  ]);
  expect(rows).toEqual(expected);
});

test('a parameter or an objective that does not vary has no importance', async () => {
  const constant = { trials: [head(0, 1), head(1, 1), head(2, 1)] };
  expect(await ask('from importance', constant)).toEqual([]);
  const fixed = { trials: [head(0, 1), head(1, 2), head(2, 3)] };
  expect(await ask('from importance', fixed)).toEqual([]);
});

/** The sample pipeline with so many trials in phase `head`. */
function withTrials(trials: number): Spec {
  const phases = SAMPLE_PIPELINE.phases.map((phase) =>
    phase.name === 'head' ? { ...phase, tiers: phase.tiers.map((tier) => ({ ...tier, trials })) } : phase,
  );
  return { ...SAMPLE_PIPELINE, phases };
}

test('fields of a foreign type count as absent', async () => {
  using workspace = new SampleWorkspace();
  const trial = { trial: 'head_CRITICAL_000', phase: 'head', tier: 'CRITICAL', index: 0, status: 'complete' };
  const folder = 'results/sample/trials/head_CRITICAL_000';
  const observation = {
    ...trial,
    values: { depth: [1], use_bias: null },
    objective: 'low',
    metrics: { loss: 'x', accuracy: 0.5 },
  };
  workspace.write(`${folder}/observation.json`, JSON.stringify(observation));
  workspace.write(`${folder}/trial.json`, '{"attempts":"many","metrics":7,"reason":[]}');
  workspace.write('results/sample/finish/metrics.json', '{"tuned_x":"1","default_x":true,"y":1e999,"z":2}');
  const context = { workspaceRoot: workspace.root, resultsDir: 'results/sample', spec: SAMPLE_PIPELINE };
  const database = await Database.open(readDocuments(context).documents);
  try {
    expect((await database.query('select objective, seconds, attempts from trials')).rows).toEqual([
      [null, null, null],
    ]);
    expect((await database.query('select metric, value from trial_metrics')).rows).toEqual([
      ['accuracy', 0.5],
    ]);
    expect((await database.query('from finish_metrics')).rows).toEqual([['z', 2]]);
  } finally {
    database.close();
  }
});

test('docs/report.md describes every table and view, with columns that it has', async () => {
  const columns = (await ask(
    'select table_name, list(column_name) from information_schema.columns group by all',
  )) as [string, string[]][];
  const text = readFileSync(new URL('../../../../docs/report.md', import.meta.url), 'utf8');
  const described = [...text.matchAll(/^\| `(\w+)` \| [^|]+ \| ([^|]+) \|$/gm)].map(([, name, cells]) => {
    const listed = [...cells!.replaceAll(/\([^)]*\)/g, '').matchAll(/`(\w+)`/g)].map(([, column]) => column!);
    return [name!, listed] as const;
  });
  const actual = new Map(columns);
  expect(
    described.map(([name, listed]) => [name, listed.filter((column) => !actual.get(name)?.includes(column))]),
  ).toEqual(described.map(([name]) => [name, []]));
  expect([...actual.keys()].filter((name) => !text.includes(`\`${name}\``))).toEqual([]);
});
