import { execa } from 'execa';
import { afterEach, describe, expect, it } from 'vitest';
import { expectNoProcess, NxInTerminal } from './terminal.js';
import { Workspace } from './workspace.js';

const TUNE = ['run', 'demo:tune-a'];

/**
 * Trial 0 is done at once; the others go on until they are stopped, in the way that HOW says:
 *   saves     takes SAVE_MS to save a checkpoint, then exits with 75
 *   stubborn  ignores SIGTERM
 *   done      writes metrics as if it had finished, and exits with 0
 * With a checkpoint, or without HOW, a trial finishes at once.
 */
const PROGRAM = `
import { appendFileSync, existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
const { trial } = JSON.parse(process.env.TUNE_TRIAL);
const { HOW, SAVE_MS, TUNE_CHECKPOINT_DIR, TUNE_OUTPUT_DIR } = process.env;
const checkpoint = join(TUNE_CHECKPOINT_DIR, 'state');
const say = (what) => appendFileSync('runs.log', trial + ' ' + what + '\\n');
const write = (score) => writeFileSync(join(TUNE_OUTPUT_DIR, 'metrics.json'), JSON.stringify({ score }));
const stopping = {
  saves: () => setTimeout(() => { writeFileSync(checkpoint, ''); say('saved'); process.exit(75); }, Number(SAVE_MS)),
  stubborn: () => undefined,
  done: () => { write(99); process.exit(0); },
};
if (HOW === undefined || trial.endsWith('000') || existsSync(checkpoint)) {
  say(existsSync(checkpoint) ? 'continued' : 'finished');
  write(1);
} else {
  process.on('SIGTERM', stopping[HOW]);
  setInterval(() => undefined, 1000);
  say('runs');
}
`;

const PIPELINE = `
program: { command: node src/program.mjs, sources: ["src/**"] }
parameters: { x: { phase: a, range: [0, 1], default: 0.5 } }
phases:
  a: { objective: maximize score, trials: 5 }
runtime: { grace: 20s }
`;

let workspace: Workspace;
afterEach(() => workspace.dispose());

const create = async (): Promise<Workspace> =>
  (workspace = await Workspace.create({
    'src/program.mjs': PROGRAM,
    'pipelines/demo/pipeline.yaml': PIPELINE,
  }));

const log = async (): Promise<string[]> =>
  (await workspace.read('runs.log').catch(() => '')).trim().split('\n');

/** Waits until trial 0 is done and two others run. */
async function running(): Promise<void> {
  const both = async (): Promise<number> => (await log()).filter((line) => line.endsWith(' runs')).length;
  await expect.poll(both, { timeout: 60_000, interval: 20 }).toBe(2);
  const events = (): Promise<string> => workspace.read('results/demo/trials/executor.log');
  await expect
    .poll(async () => ((await recorded()).join() === 'a_CRITICAL_000' ? 'recorded' : await events()), {
      timeout: 10_000,
      interval: 20,
    })
    .toBe('recorded');
}

/** Trials with a result on disk. */
async function recorded(): Promise<string[]> {
  const names = (await workspace.list('results/demo/trials')).filter((name) => /_\d+$/.test(name));
  const withReceipt = await Promise.all(
    names.map(async (name) => {
      const files = await workspace.list(`results/demo/trials/${name}`);
      return ['receipt.json', 'observation.json', 'trial.json'].some((file) => files.includes(file));
    }),
  );
  return names.filter((_, index) => withReceipt[index]).sort();
}

/** The same command finishes what is left, and trial 0 does not run again. */
async function expectToContinue(how: string): Promise<void> {
  const before = (await log()).length;
  const { code, output } = await workspace.nx(TUNE);
  expect(code, output).toBe(0);
  const lines = await log();
  const stopped = new Set(lines.filter((line) => line.endsWith(' runs')).map((line) => line.split(' ')[0]));
  const left = ['a_CRITICAL_001', 'a_CRITICAL_002', 'a_CRITICAL_003', 'a_CRITICAL_004'];
  expect(lines.slice(before).sort()).toEqual(
    left.map((trial) => `${trial} ${stopped.has(trial) ? how : 'finished'}`),
  );
}

describe('Ctrl+C in a terminal', () => {
  it('gives programs the time to save that nx itself would not, and says how things stand', async () => {
    await create();
    // As nx has it by default: the plugin, which asks for that time, in a process of its own.
    const nx = new NxInTerminal(workspace, TUNE, {
      HOW: 'saves',
      SAVE_MS: '7000',
      NX_ISOLATE_PLUGINS: 'true',
    });
    await running();
    nx.interrupt();
    expect(await nx.ended()).not.toBe(0);
    await expectNoProcess(workspace, 2_000);
    expect((await log()).slice(-2)).toEqual([
      expect.stringMatching(/ saved$/),
      expect.stringMatching(/ saved$/),
    ]);
    expect(await recorded()).toEqual(['a_CRITICAL_000']);
    expect(nx.screen).toMatch(
      new RegExp(
        [
          'Stopping: (received SIGINT|nx is stopping). Nothing new starts; programs that run may save their checkpoints. ' +
            String.raw`Ctrl\+C again ends them at once.\n`,
          String.raw`Stopped. Of 5 trials of this tier:\n`,
          String.raw`  finished     1\n`,
          String.raw`  interrupted  2: a_CRITICAL_00[1-4], a_CRITICAL_00[1-4]\n`,
          String.raw`  not started  2\n`,
          String.raw`Nothing that was finished is lost. The same command continues: it runs what is not finished, from its checkpoints.\n`,
        ].join(String.raw`(?:.*\n)*?`),
      ),
    );
    await expectToContinue('continued');
  });

  it('ends programs at once when it is pressed again', async () => {
    await create();
    const nx = new NxInTerminal(workspace, TUNE, { HOW: 'stubborn' });
    await running();
    nx.interrupt();
    await expect.poll(() => nx.screen, { timeout: 10_000, interval: 20 }).toContain('Stopping: ');
    nx.interrupt();
    const pressed = performance.now();
    expect(await nx.ended()).not.toBe(0);
    await expectNoProcess(workspace, 2_000);
    expect(performance.now() - pressed).toBeLessThan(8_000);
    expect(await recorded()).toEqual(['a_CRITICAL_000']);
    await expectToContinue('finished');
  });
});

it.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)(
  'on %s to nx alone, a program that exits with 0 has not finished',
  async (signal) => {
    await create();
    const nx = workspace.start(TUNE, { HOW: 'done' });
    await running();
    nx.kill(signal);
    await nx;
    await expectNoProcess(workspace, 2_000);
    expect(await recorded()).toEqual(['a_CRITICAL_000']);
    await expectToContinue('finished');
  },
);

it('survives that the terminal is closed', async () => {
  await create();
  const nx = new NxInTerminal(workspace, TUNE, { HOW: 'saves', SAVE_MS: '500' });
  await running();
  nx.close();
  await expectNoProcess(workspace, 15_000);
  expect(await recorded()).toEqual(['a_CRITICAL_000']);
  await expectToContinue('continued');
});

const tmux = await execa('tmux', ['-V'], { reject: false });

it.skipIf(tmux.failed)('survives that its tmux session is killed', async () => {
  await create();
  const server = `nx-tune-${process.pid}`;
  const nx = ['node', 'node_modules/nx/dist/bin/nx.js', ...TUNE];
  const env = { ...workspace.environment({ HOW: 'saves', SAVE_MS: '500' }) };
  const inTmux = (...args: string[]) => execa('tmux', ['-L', server, ...args], { cwd: workspace.root, env });
  await inTmux('new-session', '-d', '-s', 'run', ...nx);
  try {
    await running();
    await inTmux('kill-session', '-t', 'run');
    await expectNoProcess(workspace, 15_000);
    expect(await recorded()).toEqual(['a_CRITICAL_000']);
    await expectToContinue('continued');
  } finally {
    await inTmux('kill-server').catch(() => undefined);
  }
});
