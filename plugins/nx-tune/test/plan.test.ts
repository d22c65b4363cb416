import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Workspace } from './workspace.js';

const YAML = 'pipelines/demo/pipeline.yaml';
const TUNE = ['run', 'demo:tune'];
const END = "Nothing was run. Results that only nx's own cache still holds are restored from it, not run.";

/** What is planned, with the durations that differ from run to run as `*`. @throws where a program ran */
async function planOf(workspace: Workspace): Promise<string[]> {
  const before = await workspace.runs();
  const { output } = await workspace.nx(['run', 'demo:plan']);
  expect(await workspace.runs()).toEqual(before);
  const text = output.slice(output.indexOf('Plan of'), output.indexOf(END) + END.length);
  return text.replace(/\S+ (s|h)\b(?= each| to|$)/gm, '* $1').split('\n');
}

describe('a plan', () => {
  let tuned: Workspace;
  let workspace: Workspace;

  beforeAll(async () => {
    tuned = await Workspace.create();
    expect(await tuned.ran(TUNE)).toHaveLength(9);
  });
  beforeEach(async () => {
    workspace = await tuned.clone();
  });
  afterEach(() => workspace.dispose());
  afterAll(() => tuned.dispose());

  it('before anything has run is to run everything, and leaves no file', async () => {
    const fresh = await Workspace.create();
    expect(await planOf(fresh)).toEqual([
      'Plan of demo: trials 9 to run',
      'Device time: unknown, since no trial of a CRITICAL, a IMPORTANT, b CRITICAL has run',
      'a CRITICAL: 4 to run',
      '  4 × to run, it has not run yet: a_CRITICAL_000, a_CRITICAL_001, a_CRITICAL_002, a_CRITICAL_003',
      'a IMPORTANT: 2 to run',
      '  2 × to run, it has not run yet: a_IMPORTANT_000, a_IMPORTANT_001',
      'b CRITICAL: 3 to run',
      '  3 × to run, it has not run yet: b_CRITICAL_000, b_CRITICAL_001, b_CRITICAL_002',
      END,
    ]);
    expect(existsSync(join(fresh.root, 'results'))).toBe(false);
    await fresh.dispose();
  });

  it('after a run is to run nothing', async () => {
    expect(await planOf(workspace)).toEqual([
      'Plan of demo: trials 9 cached',
      'a CRITICAL: 4 cached, * s each so far',
      'a IMPORTANT: 2 cached, * s each so far',
      'b CRITICAL: 3 cached, * s each so far',
      END,
    ]);
  });

  it('names the change, and runs what it says', async () => {
    await workspace.edit(YAML, 'range: [0.01, 1]', 'range: [0.02, 1]');
    expect(await planOf(workspace)).toEqual([
      'Plan of demo: trials 2 to run, 7 cached',
      'Device time: about * h',
      'a CRITICAL: 4 cached, * s each so far',
      'a IMPORTANT: 2 cached, * s each so far',
      'b CRITICAL: 2 to run, 1 cached, * s each so far',
      '  2 × to run, changed: values: b_CRITICAL_001, b_CRITICAL_002',
      END,
    ]);
    expect(await workspace.ran(TUNE)).toEqual(['b_CRITICAL_001', 'b_CRITICAL_002']);
  });

  it('leaves open what depends on a winner that is not known before it has run', async () => {
    await workspace.write({ 'src/phases/a.txt': 'edited\n' });
    expect(await planOf(workspace)).toEqual([
      'Plan of demo: trials 4 to run, 5 that may run',
      'Device time: about * h to * h',
      'a CRITICAL: 4 to run, * s each so far',
      '  4 × to run, changed: sources: a_CRITICAL_000, a_CRITICAL_001, a_CRITICAL_002, a_CRITICAL_003',
      'a IMPORTANT: 2 that may run, * s each so far',
      '  2 × that may run, unless the winner of phase a, tier CRITICAL, comes to the same as before: a_IMPORTANT_000, a_IMPORTANT_001',
      'b CRITICAL: 3 that may run, * s each so far',
      '  3 × that may run, unless the winner of phase a, tier IMPORTANT, comes to the same as before: b_CRITICAL_000, b_CRITICAL_001, b_CRITICAL_002',
      END,
    ]);
  });

  it('names a lost result, a program that changed, and the gate behind which nothing comes', async () => {
    await workspace.write({ 'results/demo/trials/b_CRITICAL_001/model.txt': 'not what it wrote' });
    expect(await planOf(workspace)).toContain(
      '  1 × to run, model.txt is not what the trial wrote: b_CRITICAL_001',
    );
    await workspace.edit(YAML, 'node src/program.mjs', 'node --no-warnings src/program.mjs');
    expect(await planOf(workspace)).toContain(
      '  4 × to run, changed: command: a_CRITICAL_000, a_CRITICAL_001, a_CRITICAL_002, a_CRITICAL_003',
    );
    await workspace.edit(YAML, 'node --no-warnings', 'node');
    await workspace.edit(YAML, 'artifact: model.txt', 'gate: score > 1\n    artifact: model.txt');
    expect((await planOf(workspace)).slice(-2)).toEqual([
      'Nothing after that: the gate of phase a is closed.',
      END,
    ]);
  });
});
