import { expect, test } from 'vitest';
import { inWorkspace } from '../../test/spec/written.js';
import { loadSpec } from './load.js';
import { validateNames } from './project-names.js';

const pipeline = (name: string, ...phases: string[]): string =>
  `name: ${name}
program: { command: demo }
phases:
${phases.map((phase) => `  ${phase}: { objective: maximize accuracy }`).join('\n')}
`;

/** `file: message` and its hint, for pipelines written in `a.yaml`, `b.yaml` and so on. */
function problems(...contents: string[]): string[] {
  const files = contents.map((_, index) => `pipelines/${'abc'[index]!}/pipeline.yaml`);
  const tree = Object.fromEntries(files.map((file, index) => [file, contents[index]!]));
  return inWorkspace(tree, (root) =>
    validateNames(files.map((file) => loadSpec(root, file))).map(
      (one) => `${one.file}:${one.line}:${one.column}: ${one.message} (${one.hint ?? ''})`,
    ),
  );
}

test('different names are fine', () => {
  expect(problems(pipeline('bolt', 'vae', 'gp'), pipeline('bolt-quick', 'vae', 'gp'))).toEqual([]);
});

test('two pipelines of one name are reported in both files', () => {
  const message =
    'Expected pipelines to have different names, found `bolt` in `pipelines/a/pipeline.yaml` and `pipelines/c/pipeline.yaml`. (give one of them another `name`)';
  expect(problems(pipeline('bolt', 'vae'), pipeline('other', 'vae'), pipeline('bolt', 'gp'))).toEqual([
    `pipelines/a/pipeline.yaml:1:1: ${message}`,
    `pipelines/c/pipeline.yaml:1:1: ${message}`,
  ]);
});

test('a broken pipeline has a name too', () => {
  const message =
    'Expected pipelines to have different names, found `bolt` in `pipelines/a/pipeline.yaml` and `pipelines/b/pipeline.yaml`. (give one of them another `name`)';
  expect(problems(pipeline('bolt', 'vae'), 'name: bolt\nphases: [')).toEqual([
    `pipelines/a/pipeline.yaml:1:1: ${message}`,
    `pipelines/b/pipeline.yaml:1:1: ${message}`,
  ]);
});

test('a phase may not make the project name of another pipeline', () => {
  const message =
    'Expected Nx project names to differ, found `bolt-quick` for phase `quick` in `pipelines/a/pipeline.yaml` and pipeline `bolt-quick` in `pipelines/b/pipeline.yaml`. (rename a pipeline or a phase)';
  expect(problems(pipeline('bolt', 'quick'), pipeline('bolt-quick', 'vae'))).toEqual([
    `pipelines/a/pipeline.yaml:1:1: ${message}`,
    `pipelines/b/pipeline.yaml:1:1: ${message}`,
  ]);
});

test('a phase may not make the project name of a trial', () => {
  const message =
    'Expected Nx project names to differ, found `bolt-vae-critical-000` for phase `vae-critical-000` in `pipelines/a/pipeline.yaml` and trial 0 of `bolt-vae-critical` in `pipelines/a/pipeline.yaml`. (rename a pipeline or a phase)';
  expect(problems(pipeline('bolt', 'vae', 'vae-critical-000'))).toEqual([
    `pipelines/a/pipeline.yaml:1:1: ${message}`,
  ]);
  expect(problems(pipeline('bolt', 'vae', 'vae-critical-001', 'vae-critical-0000'))).toEqual([]);
});

test('a phase may not make the project name of a stage of a trial', () => {
  const message =
    'Expected Nx project names to differ, found `bolt-vae-critical-000-seed-1` for phase `vae-critical-000-seed-1` in `pipelines/a/pipeline.yaml` and seed-1 of trial 0 of `bolt-vae-critical` in `pipelines/a/pipeline.yaml`. (rename a pipeline or a phase)';
  const searched = 'parameters: { x: { phase: vae, range: [0, 1] } }\n';
  const clashing = pipeline('bolt', 'vae', 'vae-critical-000-seed-1') + searched;
  expect(problems(`${clashing}replicates: { seeds: 2 }\n`)).toEqual([
    `pipelines/a/pipeline.yaml:1:1: ${message}`,
  ]);
  expect(problems(clashing)).toEqual([]);
});

test('phases of two pipelines may not make one project name', () => {
  const message =
    'Expected Nx project names to differ, found `a-b-c` for phase `b-c` in `pipelines/a/pipeline.yaml` and phase `c` in `pipelines/b/pipeline.yaml`. (rename a pipeline or a phase)';
  expect(problems(pipeline('a', 'b-c'), pipeline('a-b', 'c'))).toEqual([
    `pipelines/a/pipeline.yaml:1:1: ${message}`,
    `pipelines/b/pipeline.yaml:1:1: ${message}`,
  ]);
});
