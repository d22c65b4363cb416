/** pipelines/rosenbrock-python: a pipeline whose program is Python, standard library only, and the example of docs/contract.md. */
import { execa } from 'execa';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Workspace } from './workspace.js';

const REPOSITORY = fileURLToPath(new URL('../../..', import.meta.url));
const PROGRAM = 'trials/python/rosenbrock.py';
const PIPELINE = 'pipelines/rosenbrock-python/pipeline.yaml';
const TUNE = ['run', 'rosenbrock-python:tune'];

const inRepository = (file: string): Promise<string> => readFile(join(REPOSITORY, file), 'utf8');

describe('docs/contract.md', () => {
  it.each([
    ['python', PROGRAM],
    ['yaml', PIPELINE],
  ])('shows the %s file %s as it is', async (language, file) => {
    const page = await inRepository('docs/contract.md');
    const blocks = [...page.matchAll(new RegExp(`\`\`\`${language}\n(.*?)\`\`\``, 'gs'))].map(
      ([, block]) => block,
    );
    expect(blocks).toContain(await inRepository(file));
  });
});

describe('a pipeline with a Python program', () => {
  interface Observation {
    readonly status: string;
    readonly objective: number | null;
  }
  let workspace: Workspace;
  let first: string;

  beforeAll(async () => {
    workspace = await Workspace.create({
      [PROGRAM]: await inRepository(PROGRAM),
      [PIPELINE]: await inRepository(PIPELINE),
    });
    first = (await workspace.nx(TUNE)).output;
  });
  afterAll(() => workspace.dispose());

  const observations = async (): Promise<Observation[]> => {
    const folder = 'results/rosenbrock-python/trials';
    const trials = (await workspace.list(folder)).filter((name) => /_\d{3}$/.test(name)).sort();
    return Promise.all(
      trials.map((trial) => workspace.json<Observation>(`${folder}/${trial}/observation.json`)),
    );
  };

  it('tunes both phases, and takes a descent that diverged as a result of its parameters', async () => {
    expect(await workspace.json('results/rosenbrock-python/coordinator_state.json')).toMatchObject({
      completed_phases: ['descent', 'polish'],
    });
    const all = await observations();
    const failed = all.filter(({ status }) => status === 'failed');
    expect(all).toHaveLength(12 + 4 + 8);
    expect(failed.length).toBeGreaterThan(0);
    expect(failed.map(({ objective }) => objective)).toEqual(failed.map(() => null));
    expect(first).toContain('are not finite (attempt 1 of 3)');
  });

  it('finds the minimum better than the defaults do, starting the second phase from the artifact of the first', async () => {
    const { best } = await workspace.json<{ best: { trial: string; objective: number } }>(
      'results/rosenbrock-python/phase_results/polish.json',
    );
    const defaults = await workspace.json<Observation>(
      'results/rosenbrock-python/trials/descent_CRITICAL_000/observation.json',
    );
    expect(best.objective).toBeLessThan(1e-6);
    expect(best.objective).toBeLessThan(defaults.objective!);
    const incumbent = await workspace.json<{ upstream: { descent: { trial: string } } }>(
      'results/rosenbrock-python/phase_results/descent/incumbent.json',
    );
    const config = await workspace.read(`results/rosenbrock-python/trials/${best.trial}/config.yaml`);
    expect(config).toContain(
      `results/rosenbrock-python/trials/${incumbent.upstream.descent.trial}/point.json`,
    );
  });

  it('runs nothing a second time', async () => {
    const { code, output } = await workspace.nx(TUNE);
    expect(code).toBe(0);
    expect(output).not.toContain(' started on ');
  });
});

describe('the Python program', () => {
  const STEPS = 100_000;

  /** Runs it by hand, as docs/contract.md says; with `stop`, sends SIGTERM at its first line of progress. */
  async function run(folder: string, stop: boolean) {
    const params = { learning_rate: 0.0001, momentum: 0.5, nesterov: true, steps: STEPS };
    const program = execa('python3', [join(REPOSITORY, PROGRAM)], {
      cwd: folder,
      env: {
        TUNE_TRIAL: JSON.stringify({ phase: 'descent', params, upstream: {} }),
        TUNE_OUTPUT_DIR: folder,
        TUNE_CHECKPOINT_DIR: folder,
      },
      reject: false,
    });
    if (stop) {
      for await (const line of createInterface({ input: program.stdout })) {
        expect(line).toContain(`{"step": 1000, "total": ${STEPS}, `);
        break;
      }
      program.kill('SIGTERM');
    }
    return (await program).exitCode;
  }

  it('stops with 75 after a checkpoint, and goes on from there to the same bytes', async () => {
    const [through, stopped] = await Promise.all(
      ['through', 'stopped'].map((name) => mkdtemp(join(tmpdir(), `nx-tune-python-${name}-`))),
    );
    expect(await run(through!, false)).toBe(0);
    expect(await run(stopped!, true)).toBe(75);
    const { step } = JSON.parse(await readFile(join(stopped!, 'state.json'), 'utf8')) as { step: number };
    expect(step).toBeGreaterThan(0);
    expect(step).toBeLessThan(STEPS);
    expect(await run(stopped!, false)).toBe(0);
    for (const file of ['metrics.json', 'point.json'])
      expect(await readFile(join(stopped!, file), 'utf8')).toBe(await readFile(join(through!, file), 'utf8'));
    await Promise.all([through!, stopped!].map((folder) => rm(folder, { recursive: true })));
  });
});
