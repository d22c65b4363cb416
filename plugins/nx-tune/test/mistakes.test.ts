import { afterEach, describe, expect, it } from 'vitest';
import { Workspace } from './workspace.js';

/** What a task of nx printed, less nx's own lines around it, whose order varies. Nx leaves out empty lines within. */
const said = (output: string): string =>
  output.slice(output.indexOf('Nothing was run')).split('\n\n\n')[0]!.trimEnd();

describe('a mistake in a pipeline file', () => {
  let workspace: Workspace;
  afterEach(() => workspace.dispose());

  it('is shown with its place by the targets of that pipeline, and hides no other pipeline', async () => {
    workspace = await Workspace.create({
      'pipelines/broken/pipeline.yaml': [
        'program: { command: node src/program.mjs }',
        'parameters:',
        '  x: { phase: a, range: [1, 0] }',
        'phases:',
        '  a: { objective: maximize score, trails: 4 }',
        '',
      ].join('\n'),
    });
    const broken = await workspace.nx(['run', 'broken:tune-a']);
    expect(broken.code).toBe(1);
    expect(said(broken.output)).toBe(
      [
        'Nothing was run: 2 mistakes in the pipeline file.',
        'pipelines/broken/pipeline.yaml',
        '  3:25: Expected `low` to be less than `high` in `range`, got `1` and `0`.',
        '    hint: write `[0, 1]`',
        '        x: { phase: a, range: [1, 0] }',
        '                              ^',
        '  5:35: Expected one of `objective`, `gate`, `artifact`, `trials`, `sources`, `sampler`, `patience`, `min_improvement`, `stop` or `replicates`, found `trails`.',
        '    hint: did you mean `trials`?',
        '        a: { objective: maximize score, trails: 4 }',
        '                                        ^',
      ].join('\n'),
    );
    expect(await workspace.ran(['run', 'demo:tune-a'])).toHaveLength(6);
  });

  it('keeps two pipelines of one name from running, whose folder then names the second', async () => {
    workspace = await Workspace.create();
    await workspace.write({
      'pipelines/other/pipeline.yaml': `name: demo\n${await workspace.read('pipelines/demo/pipeline.yaml')}`,
    });
    const message = [
      'Nothing was run: 1 mistake in the pipeline file.',
      'FILE',
      '  1:1: Expected pipelines to have different names, found `demo` in `pipelines/demo/pipeline.yaml` and `pipelines/other/pipeline.yaml`.',
      '    hint: give one of them another `name`',
    ].join('\n');
    const first = await workspace.nx(['run', 'demo:tune']);
    expect(said(first.output)).toBe(message.replace('FILE', 'pipelines/demo/pipeline.yaml'));
    const second = await workspace.nx(['run', 'pipelines-other:tune']);
    expect(said(second.output)).toContain(message.replace('FILE', 'pipelines/other/pipeline.yaml'));
    expect(await workspace.runs()).toEqual([]);
  });

  it('that names a target which does not exist keeps all of its trials from running', async () => {
    workspace = await Workspace.create();
    await workspace.edit(
      'pipelines/demo/pipeline.yaml',
      'node src/program.mjs',
      'node src/program.mjs\n  dependsOn: ["library:build"]',
    );
    const run = await workspace.nx(['run', 'demo:tune']);
    expect(run.code).toBe(1);
    expect(run.output).toContain(
      [
        'Nothing was run: 1 mistake in the pipeline file.',
        '',
        'pipelines/demo/pipeline.yaml',
        '  4:15: Expected a target of this workspace as `project:target`, got `library:build`: there is no project `library`.',
        '        dependsOn: ["library:build"]',
        '                    ^',
      ].join('\n'),
    );
    expect(run.output.match(/Nothing was run/g)).toHaveLength(1);
    expect(await workspace.runs()).toEqual([]);
  });
});
