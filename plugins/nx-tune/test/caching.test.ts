import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Workspace } from './workspace.js';

const ALL = [
  ...['a_CRITICAL_000', 'a_CRITICAL_001', 'a_CRITICAL_002', 'a_CRITICAL_003'],
  ...['a_IMPORTANT_000', 'a_IMPORTANT_001'],
  ...['b_CRITICAL_000', 'b_CRITICAL_001', 'b_CRITICAL_002'],
];
const PHASE_B = ALL.filter((trial) => trial.startsWith('b_'));
const TUNE = ['run', 'demo:tune'];
const YAML = 'pipelines/demo/pipeline.yaml';

describe('a tuned pipeline', () => {
  let tuned: Workspace;
  let workspace: Workspace;

  beforeAll(async () => {
    tuned = await Workspace.create();
    expect(await tuned.ran(TUNE)).toEqual(ALL);
  });
  beforeEach(async () => {
    workspace = await tuned.clone();
  });
  afterEach(() => workspace.dispose());
  afterAll(() => tuned.dispose());

  it('runs nothing a second time, nor after nx reset, nor when what every Nx hash covers has changed', async () => {
    expect(await workspace.ran(TUNE)).toEqual([]);
    await workspace.nx(['reset']);
    expect(await workspace.ran(TUNE)).toEqual([]);
    await workspace.edit('nx.json', '"analytics": false', '"analytics": false, "parallel": 2');
    await workspace.edit('.gitignore', 'runs.log', 'runs.log\nother.log');
    await workspace.write({ '.nxignore': 'docs\n' });
    expect(await workspace.ran(TUNE)).toEqual([]);
  });

  it('runs nothing again when the local cache has dropped its entries, or with an unrelated npm dependency', async () => {
    await workspace.remove('.nx');
    expect(await workspace.ran(TUNE)).toEqual([]);
    await workspace.write({
      'package.json': '{ "name": "workspace", "private": true, "dependencies": { "left-pad": "1.3.0" } }\n',
      'package-lock.json': JSON.stringify({
        name: 'workspace',
        lockfileVersion: 3,
        packages: {
          '': { dependencies: { 'left-pad': '1.3.0' } },
          'node_modules/left-pad': { version: '1.3.0', integrity: 'sha512-x' },
        },
      }),
    });
    const run = await workspace.nx(TUNE);
    expect(run.code).toBe(0);
    expect(run.output).toContain('12/13 hit');
    expect(await workspace.runs()).toHaveLength(ALL.length);
  });

  it('runs nothing again when only how trials are run has changed', async () => {
    await workspace.edit(YAML, 'phases:\n  a', 'runtime: { attempts: 1, timeout: 1h }\nphases:\n  a');
    expect(await workspace.ran(TUNE)).toEqual([]);
  });

  it('runs an added trial and, where it does not win, nothing behind it', async () => {
    const incumbent = await workspace.read('results/demo/phase_results/a/incumbent.json');
    await workspace.edit(YAML, 'IMPORTANT: 2', 'IMPORTANT: 3');
    expect(await workspace.ran(TUNE)).toEqual(['a_IMPORTANT_002']);
    expect(await workspace.read('results/demo/phase_results/a/incumbent.json')).toBe(incumbent);
  });

  it('runs what is behind an added trial that wins', async () => {
    const winner = /"trial": "(a_\w+)"/.exec(
      await workspace.read('results/demo/phase_results/a/incumbent.json'),
    )?.[1];
    // The best of many more is another one, or the test would show nothing.
    await workspace.edit(YAML, 'CRITICAL: 4', 'CRITICAL: 24');
    const ran = await workspace.ran(TUNE);
    expect(await workspace.read('results/demo/phase_results/a/incumbent.json')).not.toContain(winner);
    expect(ran).toEqual([
      ...Array.from({ length: 20 }, (_, index) => `a_CRITICAL_${String(index + 4).padStart(3, '0')}`),
      ...['a_IMPORTANT_000', 'a_IMPORTANT_001'],
      ...PHASE_B,
    ]);
  });

  it('leaves earlier phases alone when a later one is edited', async () => {
    await workspace.edit(YAML, 'range: [0.01, 1]', 'range: [0.02, 1]');
    // Not trial 000, which is the incumbent with the defaults: its values are the same.
    expect(await workspace.ran(TUNE)).toEqual(PHASE_B.slice(1));
  });

  it('runs again exactly the phases that list a touched source', async () => {
    await workspace.write({ 'src/phases/b.txt': 'edited\n' });
    expect(await workspace.ran(TUNE)).toEqual(PHASE_B);
    await workspace.write({ 'src/phases/a.txt': 'edited\n' });
    // The winner of phase a is the same, and so is its artifact: phase b stays.
    expect(await workspace.ran(TUNE)).toEqual(ALL.filter((trial) => trial.startsWith('a_')));
  });

  it('restores deleted results from the cache, and runs what is in neither', async () => {
    await workspace.remove('results');
    expect(await workspace.ran(TUNE)).toEqual([]);
    expect(await workspace.json('results/demo/coordinator_state.json')).toMatchObject({
      completed_phases: ['a', 'b'],
    });
    await workspace.nx(['reset']);
    await workspace.remove('results/demo/trials/b_CRITICAL_001');
    expect(await workspace.ran(TUNE)).toEqual(['b_CRITICAL_001']);
  });

  it('runs a trial again whose artifact or receipt is no longer what it wrote', async () => {
    await workspace.nx(['reset']);
    await workspace.write({
      'results/demo/trials/b_CRITICAL_001/model.txt': 'not what it wrote',
      'results/demo/trials/b_CRITICAL_002/receipt.json': '{ "torn',
    });
    expect(await workspace.ran(TUNE)).toEqual(['b_CRITICAL_001', 'b_CRITICAL_002']);
  });

  it('is selected by nx affected after an edit of its pipeline file, which then runs what the edit reaches', async () => {
    const git = (args: string[]) => workspace.git(args);
    await git(['add', '-A']);
    await git(['commit', '--quiet', '-m', 'start']);
    expect(
      (await workspace.nx(['show', 'projects', '--affected', '--base=HEAD', '--json'])).output,
    ).toContain('[]');
    await workspace.edit(YAML, 'range: [0.01, 1]', 'range: [0.02, 1]');
    expect(await workspace.ran(['affected', '-t', 'tune', '--base=HEAD'])).toEqual(PHASE_B.slice(1));
  });
});
