import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { FILE, inWorkspace, load, mistakesOf, specOf } from '../../test/spec/written.js';
import { loadSpec } from './load.js';

const BASE = 'pipelines/base/shared.yaml';
const base = `
name: base
seed: 3
program: { command: demo, env: { A: 1, B: 2 }, sources: [a, b] }
parameters:
  rate: { phase: fit, range: [0.1, 1], scale: log, default: 0.2 }
phases:
  fit: { objective: maximize accuracy, gate: [accuracy > 0.5, loss < 1], trials: { CRITICAL: 16 } }
  test: { objective: minimize loss }
runtime: { gate: stop, timeout: 2h }
`;

test('maps are merged by key, lists and scalars replaced, and the name is not inherited', () => {
  const spec = specOf(
    `
extends: ../base/shared.yaml
program: { env: { B: 3, C: 4 }, sources: [c] }
parameters: { rate: { range: [0.2, 2] } }
phases:
  last: { objective: minimize loss }
  fit: { gate: accuracy > 0.6, trials: 5 }
runtime: { gate: warn, timeout: none }
`,
    { [BASE]: base },
  );
  expect(spec).toMatchObject({
    name: 'demo',
    root: 'pipelines/demo',
    files: [FILE, BASE],
    seed: 3,
    program: { command: ['demo'], env: { A: '1', B: '3', C: '4' }, sources: ['c'] },
    parameters: [{ name: 'rate', domain: { low: 0.2, high: 2, scale: 'log' }, default: 0.2 }],
    runtime: { gate: 'warn', timeout: Infinity },
  });
  expect(spec.phases.map((phase) => phase.name)).toEqual(['fit', 'test', 'last']);
  expect(spec.phases[0]).toMatchObject({
    gate: [{ metric: 'accuracy', limit: 0.6 }],
    tiers: [{ tier: 'CRITICAL', trials: 5 }],
  });
});

test('a chain goes from the farthest file to the nearest', () => {
  const spec = specOf('extends: ./middle.yaml\nname: near', {
    'pipelines/demo/middle.yaml': 'extends: ../base/shared.yaml\nseed: 4\nruntime: { attempts: 2 }',
    [BASE]: base,
  });
  expect(spec).toMatchObject({ name: 'near', seed: 4, runtime: { attempts: 2, gate: 'stop' } });
  expect(spec.files).toEqual([FILE, 'pipelines/demo/middle.yaml', BASE]);
});

test('a mistake is shown in the file in which it was written', () => {
  const others = { [BASE]: base.replace('maximize accuracy', 'maximise accuracy') };
  expect(
    mistakesOf('extends: ../base/shared.yaml\nparameters: { rate: { range: [0.3, 2] } }\nsede: 1\n', others),
  ).toBe(
    `pipelines/demo/pipeline.yaml
  3:1: Expected one of \`extends\`, \`name\`, \`seed\`, \`program\`, \`prepare\`, \`finish\`, \`parameters\`, \`fixed\`, \`metrics\`, \`phases\`, \`cycles\`, \`sampler\`, \`stop\`, \`replicates\` or \`runtime\`, found \`sede\`.
    hint: did you mean \`seed\`?
      sede: 1
      ^

pipelines/base/shared.yaml
  6:61: Expected \`default\` to be within \`0.3..2\`, got \`0.2\` (number).
        rate: { phase: fit, range: [0.1, 1], scale: log, default: 0.2 }
                                                                  ^
  8:21: Expected \`objective\` to be \`maximize\` or \`minimize\` and one metric, got \`maximise accuracy\` (string).
        fit: { objective: maximise accuracy, gate: [accuracy > 0.5, loss < 1], trials: { CRITICAL: 16 } }
                          ^`,
  );
});

test.each<[string, string, Record<string, string>, string]>([
  [
    'itself',
    'extends: pipeline.yaml',
    {},
    '1:10: Expected `extends` not to form a cycle, found `pipelines/demo/pipeline.yaml` -> `pipelines/demo/pipeline.yaml`.',
  ],
  [
    'a file that leads back to a later one',
    'extends: a.yaml',
    {
      'pipelines/demo/a.yaml': 'extends: b.yaml',
      'pipelines/demo/b.yaml': 'seed: 1\nextends: ../demo/a.yaml',
    },
    '2:10: Expected `extends` not to form a cycle, found `pipelines/demo/a.yaml` -> `pipelines/demo/b.yaml` -> `pipelines/demo/a.yaml`.',
  ],
  [
    'a file outside the workspace',
    'seed: 1\nextends: ../../../base.yaml',
    {},
    '2:10: Expected `extends` to stay inside the workspace, got `../../../base.yaml` (string).',
  ],
  [
    'an absolute path',
    'extends: /etc/passwd',
    {},
    '1:10: Expected `extends` to stay inside the workspace, got `/etc/passwd` (string).',
  ],
  [
    'a file that is not there',
    'extends: ../base/shard.yaml',
    {},
    '1:10: Expected `pipelines/base/shard.yaml` to be a file that can be read, got ENOENT.',
  ],
  [
    'a folder',
    'extends: ../demo',
    {},
    '1:10: Expected `pipelines/demo` to be a file that can be read, got EISDIR.',
  ],
  ['a list', 'extends: [a, b]', {}, '1:10: Expected `extends` to be a path, got a list.'],
  ['nothing', 'extends:', {}, '1:9: Expected `extends` to be a path, got nothing.'],
  [
    'a broken file',
    'extends: a.yaml',
    { 'pipelines/demo/a.yaml': 'seed: [1' },
    '1:9: Expected valid YAML, found: Flow sequence in block collection must be sufficiently indented and end with a ].',
  ],
])('extends %s', (_, content, others, message) => {
  const loaded = load(content, others);
  expect(loaded.ok).toBe(false);
  const problems = loaded.ok ? [] : loaded.problems;
  expect(problems.map((one) => `${one.line}:${one.column}: ${one.message}`)).toEqual([message]);
});

test('a symbolic link does not lead out of the workspace', () => {
  inWorkspace({ [FILE]: 'extends: ../base/shared.yaml' }, (outside) => {
    const root = join(outside, 'workspace');
    mkdirSync(join(root, 'pipelines/demo'), { recursive: true });
    writeFileSync(join(root, FILE), 'extends: link.yaml');
    writeFileSync(join(outside, 'secret.yaml'), base);
    symlinkSync(join(outside, 'secret.yaml'), join(root, 'pipelines/demo/link.yaml'));
    const loaded = loadSpec(root, FILE);
    expect(!loaded.ok && loaded.problems).toEqual([
      {
        file: FILE,
        line: 1,
        column: 10,
        message:
          'Expected `pipelines/demo/link.yaml` to stay inside the workspace, found a link that leaves it.',
      },
    ]);
  });
});

test('a symbolic link inside the workspace is followed', () => {
  inWorkspace({ [BASE]: base, 'pipelines/demo/x': '' }, (root) => {
    symlinkSync('../base/shared.yaml', join(root, FILE));
    expect(loadSpec(root, FILE)).toMatchObject({ ok: true, spec: { name: 'base', root: 'pipelines/demo' } });
    rmSync(join(root, FILE));
  });
});

test('a pipeline file that is not there is a problem of its own', () => {
  inWorkspace({}, (root) => {
    expect(loadSpec(root, FILE)).toEqual({
      ok: false,
      outline: { name: 'demo', root: 'pipelines/demo', files: [FILE], phases: [] },
      problems: [
        {
          file: FILE,
          line: 1,
          column: 1,
          message: `Expected \`${FILE}\` to be a file that can be read, got ENOENT.`,
        },
      ],
    });
  });
});

test.each([
  ['pipelines/my pipeline/pipeline.yaml', 'my pipeline'],
  ['pipeline.yaml', '.'],
])('the folder of %s gives no name', (file, folder) => {
  const small = 'program: { command: demo }\nphases: { fit: { objective: maximize accuracy } }\n';
  inWorkspace({ [file]: small }, (root) => {
    const loaded = loadSpec(root, file);
    expect(!loaded.ok && loaded.problems).toEqual([
      {
        file,
        line: 1,
        column: 1,
        message: `Expected the folder's name, which names the pipeline, to be a name (letters, digits, \`_\` and \`-\`, starting with a letter), got \`${folder}\` (string).`,
        hint: 'give the pipeline a `name`',
      },
    ]);
    writeFileSync(join(root, file), `name: demo\n${small}`);
    expect(loadSpec(root, file)).toMatchObject({ ok: true, spec: { name: 'demo' } });
  });
});
