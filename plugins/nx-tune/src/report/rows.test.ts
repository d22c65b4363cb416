import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { SAMPLE_PIPELINE } from '../../test/report/sample-pipeline.js';
import { SAMPLE_RUN } from '../../test/report/sample-results.js';
import { SampleWorkspace } from '../../test/report/sample-run.js';
import { exportRows, query } from './index.js';
import type { Rows } from './rows.js';

async function ask(sql: string): Promise<Rows> {
  using workspace = new SampleWorkspace();
  workspace.writeRun(SAMPLE_PIPELINE, SAMPLE_RUN);
  return await query(
    { workspaceRoot: workspace.root, resultsDir: 'results/sample', spec: SAMPLE_PIPELINE },
    sql,
  );
}

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "nx-tune rows' "));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const ROWS: Rows = {
  columns: [
    { name: 'trial', type: 'VARCHAR' },
    { name: 'loss', type: 'DOUBLE' },
    { name: 'params', type: 'JSON' },
  ],
  rows: [
    ['head_CRITICAL_000', 0.5, '{"depth":2}'],
    ['a "quoted", name', null, null],
  ],
};

test('a table for the terminal', async () => {
  expect(await exportRows(ROWS, 'table')).toBe(
    [
      'trial              loss  params',
      '─────────────────  ────  ───────────',
      'head_CRITICAL_000   0.5  {"depth":2}',
      'a "quoted", name',
    ].join('\n'),
  );
});

test('CSV quotes what needs it', async () => {
  expect(await exportRows(ROWS, 'csv')).toBe(
    ['trial,loss,params', 'head_CRITICAL_000,0.5,"{""depth"":2}"', '"a ""quoted"", name",,'].join('\n'),
  );
});

test('JSON holds the values of JSON columns', async () => {
  expect(JSON.parse(await exportRows(ROWS, 'json'))).toEqual([
    { trial: 'head_CRITICAL_000', loss: 0.5, params: { depth: 2 } },
    { trial: 'a "quoted", name', loss: null, params: null },
  ]);
});

test('no rows are a header, or an empty list', async () => {
  const none = { ...ROWS, rows: [] };
  expect(await exportRows(none, 'csv')).toBe('trial,loss,params');
  expect(await exportRows(none, 'json')).toBe('[]');
});

test('a file is written into a folder that need not exist', async () => {
  const file = join(folder, 'new/rows.csv');
  expect(await exportRows(ROWS, 'csv', file)).toBe(`Wrote 2 rows to ${file}`);
  expect(readFileSync(file, 'utf8')).toBe(`${await exportRows(ROWS, 'csv')}\n`);
});

test('Parquet keeps types and values, and leaves no temporary file', async () => {
  const file = join(folder, 'rows.parquet');
  const sql = `select trial, objective, params, attempts, count(*) over () as n, 1.25 as share, [1, 2] as list,
    null as nothing, date '2026-01-05' as day from trials where phase = 'head'`;
  const rows = await ask(sql);
  expect(await exportRows(rows, 'parquet', file)).toBe(`Wrote 3 rows to ${file}`);
  expect(readdirSync(folder)).toEqual(['rows.parquet']);
  const back = await ask(`from '${file.replaceAll("'", "''")}'`);
  expect(back.rows).toEqual(
    rows.rows.map((row) => row.map((cell) => (Array.isArray(cell) ? '[1,2]' : cell))),
  );
  expect(back.columns.map(({ type }) => type)).toEqual([
    'VARCHAR',
    'DOUBLE',
    'JSON',
    'INTEGER',
    'BIGINT',
    'DECIMAL(3,2)',
    'JSON',
    'INTEGER',
    'DATE',
  ]);
});

test('Parquet needs a file', async () => {
  await expect(exportRows(ROWS, 'parquet')).rejects.toMatchObject({
    name: 'OutputError',
    message: 'Expected `output` to name a file when `format` is `parquet`, got none.',
  });
  expect(existsSync(join(folder, 'rows.parquet'))).toBe(false);
});

test('wide integers and decimals are numbers where a number holds them', async () => {
  const { rows } = await ask('select count(*), 1.5, 9007199254740993 from trials');
  expect(rows).toEqual([[9, 1.5, '9007199254740993']]);
});

test('a query names the files that it could not use', async () => {
  using workspace = new SampleWorkspace();
  workspace.writeRun(SAMPLE_PIPELINE, SAMPLE_RUN);
  workspace.write('results/sample/trials/head_CRITICAL_002/observation.json', '');
  const context = { workspaceRoot: workspace.root, resultsDir: 'results/sample', spec: SAMPLE_PIPELINE };
  const { rows, warnings } = await query(context, 'select count(*) from trials');
  expect(rows).toEqual([[8]]);
  expect(warnings).toEqual([
    'results/sample/trials/head_CRITICAL_002/observation.json is left out: it is empty.',
  ]);
});

test('a query that DuckDB refuses says why and what there is', async () => {
  await expect(ask('select * from trails')).rejects.toMatchObject({
    name: 'QueryError',
    message: [
      'Expected `query` to be SQL that DuckDB accepts, got `select * from trails`.',
      'Catalog Error: Table with name trails does not exist!',
      'Did you mean "trials"?',
      '',
      'LINE 1: select * from trails',
      '                      ^',
      'Tables and views: best_parameters, best_path, counted_runs, documents, failed_trials, finish_comparison, finish_metrics, ' +
        'finish_other, fixed_values, gates, importance, leftover_trials, metrics_targets, missing_metrics, ' +
        'observations, parameters, path_axis, phase_status, phases, plan_fixed, plan_gates, plan_metrics, ' +
        'plan_phases, plan_stages, plan_tiers, ranked_trials, recorded_phases, records, replicates, run_metrics, ' +
        'rungs, runs, trial_gates, trial_metrics, trial_params, trials.',
    ].join('\n'),
  });
});
