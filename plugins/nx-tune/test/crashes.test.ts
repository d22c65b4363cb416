import { execa } from 'execa';
import { appendFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { environmentOf, listProcesses, read } from '../src/launch/process/proc.js';
import { expectNoProcess, processesOf } from './terminal.js';
import { Workspace } from './workspace.js';

const TUNE = ['run', 'demo:tune'];

/** Says when it begins and ends; a file named after the trial holds it in between. A missing upstream is an error. */
const PROGRAM = `
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
const { trial, params, upstream } = JSON.parse(process.env.TUNE_TRIAL);
const say = (what) => appendFileSync('runs.log', trial + ' ' + what + '\\n');
say('began');
for (const { artifact } of Object.values(upstream)) readFileSync(artifact, 'utf8');
while (existsSync('hold-' + trial)) await new Promise((resolve) => setTimeout(resolve, 20));
writeFileSync(join(process.env.TUNE_OUTPUT_DIR, 'model.txt'), 'model of ' + trial);
writeFileSync(join(process.env.TUNE_OUTPUT_DIR, 'metrics.json'), JSON.stringify({ score: params.x ?? 0 }));
say('ended');
`;

const PIPELINE = `
program: { command: node src/program.mjs, sources: ["src/**"] }
parameters:
  x: { phase: a, range: [0, 1], default: 0.5 }
  y: { phase: b, range: [0, 1], default: 0.5 }
phases:
  a: { objective: maximize score, artifact: model.txt, trials: 3 }
  b: { objective: maximize score, artifact: model.txt, trials: 1 }
runtime: { attempts: 3, backoff: 100ms, grace: 2s, heartbeat: 1s }
`;

const TRIALS = ['a_CRITICAL_000', 'a_CRITICAL_001', 'a_CRITICAL_002', 'b_CRITICAL_000'];

let workspace: Workspace;
afterEach(() => workspace.dispose());

/** A workspace in which these trials do not end before they are let go. */
async function create(...held: string[]): Promise<Workspace> {
  workspace = await Workspace.create({
    'src/program.mjs': PROGRAM,
    'pipelines/demo/pipeline.yaml': PIPELINE,
  });
  for (const trial of held) await workspace.write({ [`hold-${trial}`]: '' });
  return workspace;
}

const letGo = (...trials: string[]) => workspace.remove(...trials.map((trial) => `hold-${trial}`));

async function times(what: string): Promise<number> {
  const lines = (await workspace.read('runs.log').catch(() => '')).split('\n');
  return lines.filter((line) => line === what).length;
}

const until = (what: string, atLeast = 1) =>
  expect.poll(() => times(what), { timeout: 60_000, interval: 20 }).toBeGreaterThanOrEqual(atLeast);

const recordedTrial = (trial: string) =>
  expect
    .poll(() => workspace.list(`results/demo/trials/${trial}`).catch(() => []), {
      timeout: 20_000,
      interval: 20,
    })
    .toContain('receipt.json');

/** The one process whose command line holds this text. */
function processWith(text: string): number {
  const found = processesOf(workspace).filter((pid) => read(`/proc/${pid}/cmdline`)?.includes(text));
  expect(found, text).toHaveLength(1);
  return found[0]!;
}

const runner = (): number => processWith('run-batch.js');

function programOf(trial: string): number {
  const found = listProcesses().find(({ pid }) => {
    const env = environmentOf(pid);
    return env?.get('TUNE_OUTPUT_DIR') === join(workspace.root, `results/demo/trials/${trial}`);
  });
  return found!.pid;
}

/** Everything is done, no trial ended more than once, and nothing is left behind. */
async function expectAllDone(run = workspace.start(TUNE)): Promise<void> {
  const { exitCode, all } = await run;
  expect(exitCode, all).toBe(0);
  for (const trial of TRIALS) expect([trial, await times(`${trial} ended`)]).toEqual([trial, 1]);
  await expectNoProcess(workspace, 5_000);
  const files = await execa('find', ['results', '-name', '*.tmp'], { cwd: workspace.root });
  expect(files.stdout).toBe('');
}

describe('kill -9', () => {
  it('of nx: its programs end, and the next run goes on', async () => {
    await create('a_CRITICAL_001', 'a_CRITICAL_002');
    const nx = workspace.start(TUNE);
    await until('a_CRITICAL_001 began');
    await recordedTrial('a_CRITICAL_000');
    nx.kill('SIGKILL');
    await nx;
    await expectNoProcess(workspace, 10_000);
    await letGo('a_CRITICAL_001', 'a_CRITICAL_002');
    await expectAllDone();
  });

  it('of the runner: its programs end, and the next run goes on', async () => {
    await create('a_CRITICAL_001', 'a_CRITICAL_002');
    const nx = workspace.start(TUNE);
    await until('a_CRITICAL_001 began');
    await recordedTrial('a_CRITICAL_000');
    process.kill(runner(), 'SIGKILL');
    const { exitCode } = await nx;
    expect(exitCode).not.toBe(0);
    await expectNoProcess(workspace, 10_000);
    await letGo('a_CRITICAL_001', 'a_CRITICAL_002');
    await expectAllDone();
  });

  it('of a program: it is tried again, and its record says why', async () => {
    await create('a_CRITICAL_001');
    const nx = workspace.start(TUNE);
    await until('a_CRITICAL_001 began');
    process.kill(programOf('a_CRITICAL_001'), 'SIGKILL');
    await letGo('a_CRITICAL_001');
    expect((await nx).exitCode).toBe(0);
    const record = await workspace.json<{ attempts: object[] }>(
      'results/demo/trials/a_CRITICAL_001/trial.json',
    );
    expect(record.attempts).toMatchObject([
      { number: 1, outcome: 'failed', cause: 'signal', detail: 'signal SIGKILL' },
      { number: 2, outcome: 'complete' },
    ]);
    await expectAllDone();
  });

  it('of all three at once, and the next run at once', async () => {
    await create('a_CRITICAL_001', 'a_CRITICAL_002');
    const nx = workspace.start(TUNE);
    await recordedTrial('a_CRITICAL_000');
    await until('a_CRITICAL_001 began');
    await until('a_CRITICAL_002 began');
    for (const pid of [nx.pid!, runner(), programOf('a_CRITICAL_001')]) process.kill(pid, 'SIGKILL');
    await nx;
    const next = workspace.start(TUNE);
    // Let go before, the program that was not killed could still end while nobody is there to record it.
    await until('a_CRITICAL_001 began', 2);
    await until('a_CRITICAL_002 began', 2);
    await letGo('a_CRITICAL_001', 'a_CRITICAL_002');
    await expectAllDone(next);
  });
});

describe('files', () => {
  it('runs a trial again whose receipt is corrupted or whose artifact was changed, and no other', async () => {
    await create();
    await expectAllDone();
    await writeFile(
      join(workspace.root, 'results/demo/trials/a_CRITICAL_001/receipt.json'),
      '{"inputs": "12',
    );
    await appendFile(join(workspace.root, 'results/demo/trials/a_CRITICAL_002/model.txt'), ' changed');
    await workspace.nx(['reset']);
    const before = (await workspace.runs()).length;
    const { code, output } = await workspace.nx(TUNE);
    expect(code, output).toBe(0);
    expect((await workspace.runs()).slice(before).sort()).toEqual(
      ['a_CRITICAL_001 began', 'a_CRITICAL_001 ended', 'a_CRITICAL_002 began', 'a_CRITICAL_002 ended'].sort(),
    );
  });

  it('records no failure where the artifact that a trial was given is gone', async () => {
    await create('b_CRITICAL_000');
    const nx = workspace.start(TUNE);
    await until('b_CRITICAL_000 began');
    await workspace.remove('results');
    process.kill(programOf('b_CRITICAL_000'), 'SIGKILL');
    const { exitCode, all } = await nx;
    expect(exitCode).toBe(1);
    expect(all).toMatch(
      /Expected results\/demo\/trials\/a_CRITICAL_00\d\/model\.txt before b_CRITICAL_000 starts, found no such file\. Run `nx run` on the pipeline's tune target, which makes it first\./,
    );
    await letGo('b_CRITICAL_000');
    const { code, output } = await workspace.nx(TUNE);
    expect(code, output).toBe(0);
    expect(await workspace.json('results/demo/trials/b_CRITICAL_000/observation.json')).toMatchObject({
      status: 'complete',
    });
  });

  it.each([
    ['observation.json', '{"trial"', 'observation.json is missing or torn'],
    ['model.txt', 'another', 'model.txt is not what the trial wrote'],
  ])('lets nx store no %s that was changed after its trial had ended', async (file, text, why) => {
    await create('a_CRITICAL_002');
    const nx = workspace.start(TUNE);
    await until('a_CRITICAL_002 began');
    await recordedTrial('a_CRITICAL_000');
    await workspace.write({ [`results/demo/trials/a_CRITICAL_000/${file}`]: text });
    await letGo('a_CRITICAL_002');
    const { exitCode, all } = await nx;
    expect(exitCode).toBe(1);
    expect(all).toContain(
      'Expected the results of a_CRITICAL_000 in results/demo/trials/a_CRITICAL_000 to be as this run has written them, ' +
        `but ${why}. Run the same command again.`,
    );
    const { code, output } = await workspace.nx(TUNE);
    expect(code, output).toBe(0);
    expect(await workspace.read(`results/demo/trials/a_CRITICAL_000/${file}`)).not.toBe(text);
  });

  it('goes on when its results folder is deleted while it runs', async () => {
    await create('a_CRITICAL_002');
    const nx = workspace.start(TUNE);
    await until('a_CRITICAL_002 began');
    await recordedTrial('a_CRITICAL_000');
    await workspace.remove('results');
    await letGo('a_CRITICAL_002');
    const { exitCode, all } = await nx;
    expect(exitCode).toBe(1);
    expect(all).toContain(
      'Expected the results of a_CRITICAL_000 in results/demo/trials/a_CRITICAL_000 to be as this run has written them, ' +
        'but receipt.json is missing or torn. Run the same command again.',
    );
    const { code, output } = await workspace.nx(TUNE);
    expect(code, output).toBe(0);
    for (const trial of TRIALS)
      expect(await workspace.json(`results/demo/trials/${trial}/observation.json`)).toMatchObject({
        status: 'complete',
      });
  });
});

/** A small file system in memory, which only the superuser can mount. */
async function mounted(options: string): Promise<boolean> {
  await mkdir(join(workspace.root, 'results'), { recursive: true });
  const args = ['-t', 'tmpfs', '-o', options, 'tmpfs', join(workspace.root, 'results')];
  return !(await execa('mount', args, { reject: false })).failed;
}

describe('the disk', () => {
  afterEach(async () => {
    await execa('umount', [join(workspace.root, 'results')], { reject: false });
  });

  it('when it is full, is told as it is, and nothing counts as a failed trial', async (context) => {
    await create('a_CRITICAL_001');
    if (!(await mounted('size=1m'))) context.skip('a tmpfs can only be mounted by the superuser');
    const nx = workspace.start(TUNE);
    await until('a_CRITICAL_001 began');
    await recordedTrial('a_CRITICAL_000');
    await execa('dd', ['if=/dev/zero', 'of=results/fill', 'bs=4k'], { cwd: workspace.root, reject: false });
    await letGo('a_CRITICAL_001');
    const { exitCode, all } = await nx;
    expect(exitCode).toBe(1);
    expect(all).toMatch(
      /Expected the files of a_CRITICAL_00\d in results\/demo\/trials\/a_CRITICAL_00\d to be written, got .*no space left on (the disk|device).*\. Nothing of it is recorded\. Make the folder writable, with room in it, and run the same command again\./i,
    );
    await workspace.remove('results/fill');
    const after = await workspace.nx(TUNE);
    expect(after.code, after.output).toBe(0);
    for (const trial of TRIALS)
      expect(await workspace.json(`results/demo/trials/${trial}/observation.json`)).toMatchObject({
        status: 'complete',
      });
  });

  it('when it is read-only, is told as it is', async (context) => {
    await create();
    if (!(await mounted('ro,size=1m'))) context.skip('a tmpfs can only be mounted by the superuser');
    const { code, output } = await workspace.nx(TUNE);
    expect(code).toBe(1);
    expect(output).toMatch(
      /Expected the files of a_CRITICAL_00\d in results\/demo\/trials\/a_CRITICAL_00\d to be written, got EROFS: read-only file system, .*\. Nothing of it is recorded\. Make the folder writable, with room in it, and run the same command again\./,
    );
    expect(await workspace.read('runs.log').catch(() => '')).toBe('');
  });
});
