import { afterEach, describe, expect, it } from 'vitest';
import { Workspace } from './workspace.js';

const TUNE_A = ['run', 'demo:tune-a'];

/** Appends when it began and ended, and on which device, so that overlaps can be found. */
const TIMED_PROGRAM = `
import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
const { trial, params } = JSON.parse(process.env.TUNE_TRIAL);
const began = Date.now();
await new Promise((resolve) => setTimeout(resolve, 150));
writeFileSync(join(process.env.TUNE_OUTPUT_DIR, 'model.txt'), 'model');
writeFileSync(join(process.env.TUNE_OUTPUT_DIR, 'metrics.json'), JSON.stringify({ score: params.x }));
const { TUNE_OUTPUT_DIR, CUDA_VISIBLE_DEVICES: device } = process.env;
appendFileSync('times.log', JSON.stringify({ trial, device, began, ended: Date.now() }) + '\\n');
appendFileSync('runs.log', trial + '\\n');
`;

/** Fails in a way that its value of x chooses. */
const FAILING_PROGRAM = `
import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
const { trial, params } = JSON.parse(process.env.TUNE_TRIAL);
appendFileSync('runs.log', trial + '\\n');
const out = (name, text) => writeFileSync(join(process.env.TUNE_OUTPUT_DIR, name), text);
out('model.txt', 'model');
switch (params.how) {
  case 'exit':
    console.log('first line');
    console.error('what went wrong');
    process.exit(3);
  case 'nan':
    out('metrics.json', '{"score": NaN, "other": 1}');
    break;
  case 'nothing':
    break;
  case 'torn':
    out('metrics.json', '{"score": 0.');
    break;
  default:
    out('metrics.json', JSON.stringify({ score: 0.5 }));
}
`;

const FAILING_PIPELINE = `
program: { command: node src/program.mjs, sources: ["src/**"] }
parameters:
  how: { phase: a, choices: [well, exit, nan, nothing, torn], default: well }
sampler: { type: grid }
phases:
  a: { objective: maximize score, artifact: model.txt, trials: 6 }
runtime: { attempts: 2, backoff: 10ms, max_failed: 0.8 }
`;

describe('the runner', () => {
  let workspace: Workspace;
  afterEach(() => workspace.dispose());

  it('names trial, exit, the end of the log and the log of a failing program, and lets the other trials go on', async () => {
    workspace = await Workspace.create({
      'src/program.mjs': FAILING_PROGRAM,
      'pipelines/demo/pipeline.yaml': FAILING_PIPELINE,
    });
    const { code, output } = await workspace.nx(TUNE_A);
    expect(code).toBe(0);
    const log = 'results/demo/trials/a_CRITICAL_002/trial.log';
    expect(output).toContain(
      [
        `a_CRITICAL_002 failed: exit code 3 (attempt 2 of 2). Log: ${log}`,
        '    | first line',
        '    | what went wrong',
      ].join('\n'),
    );
    const records = await Promise.all(
      [0, 1, 2, 3, 4, 5].map((index) =>
        workspace.json<{ status: string; reason?: string; attempts: unknown[] }>(
          `results/demo/trials/a_CRITICAL_00${index}/trial.json`,
        ),
      ),
    );
    expect(records.map(({ status, reason, attempts }) => [status, reason, attempts.length])).toEqual([
      ['complete', undefined, 1],
      ['complete', undefined, 1],
      ['failed', 'exit code 3', 2],
      // A result of the parameters, not an accident: one attempt.
      ['failed', '`score` in metrics.json is not finite', 1],
      ['failed', 'the program wrote no metrics.json', 2],
      ['failed', 'metrics.json is not JSON: {"score": 0.', 2],
    ]);
    expect(await workspace.json('results/demo/trials/a_CRITICAL_003/observation.json')).toEqual({
      trial: 'a_CRITICAL_003',
      phase: 'a',
      tier: 'CRITICAL',
      index: 3,
      status: 'failed',
      values: { how: 'nan' },
      objective: null,
      metrics: {},
    });
    // Failed trials are observations: they are not tried again until somebody asks for it, and then they alone.
    expect(await workspace.ran(TUNE_A)).toEqual([]);
    const retry = await workspace.nx(['run', 'demo:retry-failed']);
    expect(retry.output).toContain(
      'Run again next time: a_CRITICAL_002, a_CRITICAL_003, a_CRITICAL_004, a_CRITICAL_005',
    );
    expect(new Set(await workspace.ran(TUNE_A))).toEqual(
      new Set(['a_CRITICAL_002', 'a_CRITICAL_003', 'a_CRITICAL_004', 'a_CRITICAL_005']),
    );
  });

  it('stops a phase in which more trials failed than allowed, and groups the causes', async () => {
    workspace = await Workspace.create({
      'src/program.mjs': FAILING_PROGRAM,
      'pipelines/demo/pipeline.yaml': FAILING_PIPELINE.replace('max_failed: 0.8', 'max_failed: 0.5'),
    });
    const { code, output } = await workspace.nx(TUNE_A);
    expect(code).toBe(1);
    expect(output).toContain(
      [
        'Expected at most 50 % of tier CRITICAL of phase `a` to fail (`runtime.max_failed`), 4 of 6 trials did:',
        '  1 × exit code 3: a_CRITICAL_002',
        '  1 × `score` in metrics.json is not finite: a_CRITICAL_003',
        '  1 × the program wrote no metrics.json: a_CRITICAL_004',
        '  1 × metrics.json is not JSON: {"score": 0.: a_CRITICAL_005',
        'Mend the cause and run the same command again, after `nx run demo:retry-failed` if the program itself did not change.',
      ].join('\n'),
    );
    expect(await workspace.read('results/demo/tuning_report.md')).toContain('a_CRITICAL_002');
  });

  it('records nothing where the program cannot be started at all', async () => {
    workspace = await Workspace.create();
    await workspace.edit('pipelines/demo/pipeline.yaml', 'node src/program.mjs', 'no-such-program --flag');
    const { code, output } = await workspace.nx(TUNE_A);
    expect(code).toBe(1);
    expect(output).toContain(
      'Expected `program.command` to be a program that can be started, got `no-such-program --flag`: ',
    );
    await workspace.edit('pipelines/demo/pipeline.yaml', 'no-such-program --flag', 'node src/program.mjs');
    expect(await workspace.ran(TUNE_A)).toHaveLength(6);
  });

  it('gives the program its arguments as they are, and a configuration that holds nothing of the machine', async () => {
    const program = `
import { writeFileSync, readFileSync, appendFileSync } from 'node:fs';
import { join } from 'node:path';
appendFileSync('runs.log', 'ran\\n');
writeFileSync('seen.json', JSON.stringify({ argv: process.argv.slice(2), config: process.env.TUNE_TRIAL, cwd: process.cwd(), device: process.env.CUDA_VISIBLE_DEVICES }));
writeFileSync(join(process.env.TUNE_OUTPUT_DIR, 'metrics.json'), '{"score": 1}');
`;
    workspace = await Workspace.create({
      'src/program.mjs': program,
      'pipelines/demo/pipeline.yaml': `
seed: 7
program: { command: [node, src/program.mjs, "a b", "$HOME", "it's \\"so\\""], sources: ["src/**"] }
parameters:
  name: { phase: a, choices: ["$(whoami) 'x' \\"y\\"", other] }
phases:
  a: { objective: maximize score, trials: 1 }
fixed: { batch_size: 128 }
`,
    });
    await workspace.ran(TUNE_A, { CUDA_VISIBLE_DEVICES: 'GPU-42' });
    const seen = await workspace.json<Record<string, string>>('seen.json');
    expect(seen['argv']).toEqual(['a b', '$HOME', 'it\'s "so"']);
    expect(seen['device']).toBe('GPU-42');
    expect(seen['cwd']).toBe(workspace.root);
    expect(JSON.parse(seen['config']!)).toEqual({
      pipeline: 'demo',
      phase: 'a',
      tier: 'CRITICAL',
      trial: 'a_CRITICAL_000',
      seed: 7,
      params: { batch_size: 128, name: '$(whoami) \'x\' "y"' },
      upstream: {},
    });
    const yaml = await workspace.read('results/demo/trials/a_CRITICAL_000/config.yaml');
    expect(yaml).not.toContain(workspace.root);
  });

  it('shares the devices between two runs at once, one trial a device, and runs no trial twice', async () => {
    workspace = await Workspace.create({
      'src/program.mjs': TIMED_PROGRAM,
      'pipelines/demo/pipeline.yaml': `
program: { command: node src/program.mjs, sources: ["src/**"] }
parameters: { x: { phase: a, range: [0, 1], default: 0.5 } }
phases:
  a: { objective: maximize score, artifact: model.txt, trials: 10 }
`,
    });
    const devices = { CUDA_VISIBLE_DEVICES: 'GPU-a,GPU-b' };
    const runs = await Promise.all([workspace.nx(TUNE_A, devices), workspace.nx(TUNE_A, devices)]);
    expect(runs.map(({ code }) => code)).toEqual([0, 0]);
    expect((await workspace.runs()).sort()).toEqual(
      Array.from({ length: 10 }, (_, index) => `a_CRITICAL_00${index}`),
    );
    const times = (await workspace.read('times.log'))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { device: string; began: number; ended: number });
    expect(new Set(times.map(({ device }) => device))).toEqual(new Set(['GPU-a', 'GPU-b']));
    for (const one of times) {
      const others = times.filter((other) => other !== one && other.device === one.device);
      expect(others.filter(({ began, ended }) => began < one.ended && ended > one.began)).toEqual([]);
    }
  });

  it('makes the same observations whatever the number of slots', async () => {
    workspace = await Workspace.create();
    await workspace.ran(['run', 'demo:tune'], { TUNE_CPU_SLOTS: '1' });
    const trials = (await workspace.list('results/demo/trials')).filter((name) => /_\d+$/.test(name));
    expect(trials).toHaveLength(9);
    const observations = () =>
      Promise.all(trials.map((trial) => workspace.read(`results/demo/trials/${trial}/observation.json`)));
    const before = await observations();
    await workspace.nx(['reset']);
    await workspace.remove('results');
    await workspace.ran(['run', 'demo:tune'], { TUNE_CPU_SLOTS: '2' });
    expect(await observations()).toEqual(before);
  });

  it('runs one trial at a time with the same code when nx does not batch', async () => {
    workspace = await Workspace.create();
    expect(await workspace.ran(['run', 'demo:tune-a', '--batch=false'])).toHaveLength(6);
    expect(await workspace.ran(['run', 'demo:tune-a'])).toEqual([]);
  });
});
