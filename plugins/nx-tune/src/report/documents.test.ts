import { expect, test } from 'vitest';
import { SAMPLE_PIPELINE } from '../../test/report/sample-pipeline.js';
import { SAMPLE_RUN } from '../../test/report/sample-results.js';
import { SampleWorkspace } from '../../test/report/sample-run.js';
import { readDocuments } from './documents.js';

const contextOf = (workspace: SampleWorkspace) => ({
  workspaceRoot: workspace.root,
  resultsDir: 'results/sample',
  spec: SAMPLE_PIPELINE,
});

const OBSERVATION = 'results/sample/trials/encoder_CRITICAL_001/observation.json';

function readWith(file: string, content: string) {
  using workspace = new SampleWorkspace();
  workspace.writeRun(SAMPLE_PIPELINE, SAMPLE_RUN);
  workspace.write(file, content);
  return readDocuments(contextOf(workspace));
}

test('nothing on disk leaves the pipeline alone', () => {
  using workspace = new SampleWorkspace();
  const { documents, warnings } = readDocuments(contextOf(workspace));
  expect(documents.map(({ kind, name }) => `${kind} ${name}`)).toEqual(['spec sample']);
  expect(warnings).toEqual([]);
});

test('trials come in the order of their names, then phases, then finish', () => {
  using workspace = new SampleWorkspace();
  workspace.writeRun(SAMPLE_PIPELINE, SAMPLE_RUN);
  workspace.write('results/sample/trials/executor_state.json', '{}');
  const names = readDocuments(contextOf(workspace)).documents.map(({ kind, name }) => `${kind} ${name}`);
  expect(names.slice(0, 4)).toEqual([
    'spec sample',
    'observation encoder_CRITICAL_000',
    'record encoder_CRITICAL_000',
    'observation encoder_CRITICAL_001',
  ]);
  expect(names.slice(-3)).toEqual(['phase encoder', 'phase head', 'finish finish']);
  expect(names).toHaveLength(1 + 2 * 9 + 2 + 1);
});

test.each([
  ['torn', '{"trial": "encoder_CRITICAL_001", "pha', 'its text is not JSON'],
  ['empty', '', 'it is empty'],
  ['a list', '[]', 'it holds no JSON object'],
  ['null', 'null', 'it holds no JSON object'],
  ['foreign', '{}', 'expected `trial` to be `encoder_CRITICAL_001`, got nothing'],
  [
    'copied',
    '{"trial":"encoder_CRITICAL_000"}',
    'expected `trial` to be `encoder_CRITICAL_001`, got `"encoder_CRITICAL_000"`',
  ],
  ['without phase', '{"trial":"encoder_CRITICAL_001"}', 'expected `phase` to be a name, got nothing'],
  [
    'unfinished',
    '{"trial":"encoder_CRITICAL_001","phase":"encoder","status":"running"}',
    'expected `status` to be one of complete, failed, pruned, skipped, got `"running"`',
  ],
  [
    'without index',
    '{"trial":"encoder_CRITICAL_001","phase":"encoder","status":"failed","index":1.5}',
    'expected `index` to be an integer, got `1.5`',
  ],
  [
    'without values',
    '{"trial":"encoder_CRITICAL_001","phase":"encoder","status":"failed","index":1,"values":[1]}',
    'expected `values` to be an object, got `[1]`',
  ],
])('an observation that is %s is left out and named', (_, content, problem) => {
  const { documents, warnings } = readWith(OBSERVATION, content);
  expect(warnings).toEqual([`${OBSERVATION} is left out: ${problem}.`]);
  expect(documents.filter(({ kind }) => kind === 'observation')).toHaveLength(8);
});

test.each(['trials/head_CRITICAL_000/trial.json', 'phase_results/head.json', 'finish/metrics.json'])(
  'a torn %s is left out and named',
  (file) => {
    const { warnings } = readWith(`results/sample/${file}`, '{');
    expect(warnings).toEqual([`results/sample/${file} is left out: its text is not JSON.`]);
  },
);

test('a phase that ended in no known way is left out and named', () => {
  const { warnings } = readWith('results/sample/phase_results/head.json', '{"status":"fine"}');
  expect(warnings).toEqual([
    'results/sample/phase_results/head.json is left out: expected `status` to be one of complete, gate_failed, failed, converged, got `"fine"`.',
  ]);
});

test('a folder in place of a file is left out and named', () => {
  using workspace = new SampleWorkspace();
  workspace.write('results/sample/finish/metrics.json/file', '');
  expect(readDocuments(contextOf(workspace)).warnings).toEqual([
    'results/sample/finish/metrics.json is left out: EISDIR: illegal operation on a directory, read.',
  ]);
});

test.each([
  [String.raw`{"reason":"cut \ud83d"}`, 'cut \ufffd'],
  [String.raw`{"reason":"whole \ud83d\ude00"}`, 'whole \u{1f600}'],
  [String.raw`{"reason":"a path C:\\udabc"}`, String.raw`a path C:\udabc`],
])('half a surrogate pair becomes U+FFFD: %s', (content, reason) => {
  const { documents, warnings } = readWith('results/sample/trials/head_CRITICAL_000/trial.json', content);
  const found = documents.find(({ kind, name }) => kind === 'record' && name === 'head_CRITICAL_000');
  expect(JSON.parse(found!.body)).toEqual({ reason });
  expect(warnings).toEqual([]);
});
