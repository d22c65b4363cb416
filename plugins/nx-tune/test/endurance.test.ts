import { afterEach, describe, expect, it } from 'vitest';
import type { ExecutorState, Heartbeat } from '../src/results/heartbeat.js';
import type { TrialRecord } from '../src/results/types.js';
import { expectNoProcess, processesOf } from './terminal.js';
import { Workspace } from './workspace.js';

const TUNE = ['run', 'demo:tune-a'];
const HEARTBEAT = 'results/demo/trials/heartbeat.json';

let workspace: Workspace;
afterEach(() => workspace.dispose());

const pipeline = (trials: number, runtime: string): string => `
program: { command: node src/program.mjs, sources: ["src/**"] }
parameters: { x: { phase: a, range: [0, 1], default: 0.5 } }
phases:
  a: { objective: maximize score, trials: ${trials} }
runtime: ${runtime}
`;

/** A program whose first lines are given; it then writes its metrics. */
const program = (lines: string): string => `
import { appendFileSync, existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
const { trial } = JSON.parse(process.env.TUNE_TRIAL);
const { TUNE_CHECKPOINT_DIR, TUNE_OUTPUT_DIR, CUDA_VISIBLE_DEVICES: device } = process.env;
appendFileSync('runs.log', trial + ' ' + device + '\\n');
const first = !existsSync(join(TUNE_CHECKPOINT_DIR, 'attempted'));
writeFileSync(join(TUNE_CHECKPOINT_DIR, 'attempted'), '');
${lines}
writeFileSync(join(TUNE_OUTPUT_DIR, 'metrics.json'), '{"score": 1}');
`;

const create = async (lines: string, yaml: string): Promise<Workspace> =>
  (workspace = await Workspace.create({
    'src/program.mjs': program(lines),
    'pipelines/demo/pipeline.yaml': yaml,
  }));

const record = (trial: string) => workspace.json<TrialRecord>(`results/demo/trials/${trial}/trial.json`);

describe('attempts', () => {
  it('let other trials have the device while one that ran out of memory waits', async () => {
    await create(
      `if (first && trial.endsWith('000')) { console.error('torch.OutOfMemoryError: CUDA out of memory.'); process.exit(1); }`,
      pipeline(3, '{ attempts: 2, backoff: 1500ms }'),
    );
    const { code, output } = await workspace.nx(TUNE, { TUNE_CPU_SLOTS: '1' });
    expect(code, output).toBe(0);
    const runs = (await workspace.runs()).map((line) => line.trim());
    expect(runs).toHaveLength(4);
    expect(runs.at(-1)).toBe('a_CRITICAL_000');
    const { attempts } = await record('a_CRITICAL_000');
    expect(attempts).toMatchObject([
      { number: 1, outcome: 'failed', cause: 'out-of-memory', detail: 'out of memory (exit code 1)' },
      { number: 2, outcome: 'complete' },
    ]);
    const waited = Date.parse(attempts[1]!.started) - Date.parse(attempts[0]!.started);
    expect(waited).toBeGreaterThanOrEqual(1_500);
  });

  it('begin again when a program prints nothing for too long, and say so in its record', async () => {
    await create(
      `if (first) await new Promise((resolve) => setTimeout(resolve, 60_000));`,
      pipeline(1, '{ attempts: 2, backoff: 10ms, stall: 1s, grace: 1s }'),
    );
    const { code, output } = await workspace.nx(TUNE);
    expect(code, output).toBe(0);
    expect((await record('a_CRITICAL_000')).attempts).toMatchObject([
      { outcome: 'failed', cause: 'stall', detail: 'no progress for longer than `runtime.stall`' },
      { outcome: 'complete' },
    ]);
  });
});

const BROKEN_A = `
if (device === 'GPU-a') { console.error('RuntimeError: CUDA error: unspecified launch failure'); process.exit(1); }
`;
const REASON =
  '2 attempts in a row ended there with a device error, the last with: RuntimeError: CUDA error: unspecified launch failure';

describe('a device that fails twice in a row', () => {
  it('is set aside with a warning, while the others work', async () => {
    await create(BROKEN_A, pipeline(6, '{ attempts: 4, backoff: 10ms }'));
    const { code, output } = await workspace.nx(TUNE, { CUDA_VISIBLE_DEVICES: 'GPU-a,GPU-b' });
    expect(code, output).toBe(0);
    expect(output).toContain(
      `Warning: gpu GPU-a is set aside and gets no more trials in this run: ${REASON}\n`,
    );
    const runs = await workspace.runs();
    expect(runs.filter((line) => line.endsWith(' GPU-a'))).toHaveLength(2);
    expect(runs.filter((line) => line.endsWith(' GPU-b'))).toHaveLength(6);
    expect((await workspace.json<Heartbeat>(HEARTBEAT)).devices).toEqual([
      { device: 'gpu GPU-a', set_aside: REASON },
      { device: 'gpu GPU-b' },
    ]);
  });

  it('ends the run when it is the last, without failed observations', async () => {
    await create(BROKEN_A, pipeline(3, '{ attempts: 4, backoff: 10ms }'));
    const { code, output } = await workspace.nx(TUNE, { CUDA_VISIBLE_DEVICES: 'GPU-a' });
    expect(code).toBe(1);
    expect(output).toContain(
      `Expected at least one usable device, but all of them are set aside (gpu GPU-a: ${REASON}).`,
    );
    const { seen } = await workspace.json<ExecutorState>('results/demo/trials/executor_state.json');
    expect(Object.values(seen).map(({ status }) => status)).toEqual(['error', 'error', 'error']);
  });
});

describe('the heartbeat', () => {
  const HOLD = `
for (let step = 1; existsSync('hold'); step++) {
  console.log(JSON.stringify({ step, total: 100_000 }));
  await new Promise((resolve) => setTimeout(resolve, 20));
}
`;

  it('says what runs, and the status shows it, also when it has become stale', async () => {
    await create(HOLD, pipeline(3, '{ heartbeat: 1s, grace: 2s }'));
    await workspace.write({ hold: '' });
    const nx = workspace.start(TUNE);
    const beat = () => workspace.json<Heartbeat>(HEARTBEAT).catch(() => undefined);
    const measured = async () =>
      (await beat())?.running.filter((each) => each.memory_gb !== undefined).length;
    await expect.poll(measured, { timeout: 60_000, interval: 50 }).toBe(2);
    const { running, trials, state, interval, estimated_end: end } = (await beat())!;
    expect({ state, interval, trials }).toMatchObject({
      state: 'running',
      interval: 1,
      trials: { total: 3, running: 2, waiting: 1, finished: 0 },
    });
    for (const trial of running) {
      expect(processesOf(workspace)).toContain(trial.pid);
      expect(trial).toMatchObject({
        device: expect.stringMatching(/^cpu [01]$/) as string,
        attempt: 1,
        total: 100_000,
      });
      expect(trial.step).toBeGreaterThan(0);
      expect(Date.parse(trial.estimated_end!)).toBeGreaterThan(Date.now());
    }
    expect(Date.parse(end!)).toBeGreaterThan(Date.now());
    const shown = await workspace.nx(['run', 'demo:status']);
    expect(shown.output).toMatch(
      /A runner is alive \(process \d+ on .+\): heartbeat [\d.]+ s ago, this phase ends in about /,
    );
    expect(shown.output).toMatch(/^ {2}a_CRITICAL_00\d on cpu [01]: process \d+, step \d+ of 100000, /m);
    nx.kill('SIGKILL');
    await nx;
    await expectNoProcess(workspace, 10_000);
    await workspace.edit(HEARTBEAT, '"state": "', '"was": "');
    const stale = await workspace.nx(['run', 'demo:status']);
    expect(stale.output).toMatch(
      /No runner is alive: the last one was killed, its last heartbeat was [\d.]+ s ago/,
    );
  });
});

describe('a thousand trials', () => {
  it('leave the runner small, and every one of them in its state and its log', async () => {
    workspace = await Workspace.create({
      'src/program.sh': `echo '{"score": 1}' > "$TUNE_OUTPUT_DIR/metrics.json"\n`,
      'pipelines/demo/pipeline.yaml': pipeline(1000, '{ heartbeat: 1s }').replace(
        'node src/program.mjs',
        'sh src/program.sh',
      ),
    });
    const { code, output } = await workspace.nx(TUNE);
    expect(code, output).toBe(0);
    const { runner, trials } = await workspace.json<Heartbeat>(HEARTBEAT);
    expect(trials).toMatchObject({ total: 1000, finished: 1000 });
    expect(runner.memory_peak_gb).toBeLessThan(0.2);
    const { seen } = await workspace.json<ExecutorState>('results/demo/trials/executor_state.json');
    expect(Object.keys(seen)).toHaveLength(1000);
    const log = (await workspace.read('results/demo/trials/executor.log')).split('\n');
    expect(log.filter((line) => / a_CRITICAL_\d+ finished in /.test(line))).toHaveLength(1000);
  });
});
