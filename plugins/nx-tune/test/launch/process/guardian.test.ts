import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasEnvironment, listProcesses, read } from '../../../src/launch/process/proc.js';
import { isAlive, node, python, temporaryFolder } from './fixture-programs.js';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
beforeAll(async () => {
  folder = await temporaryFolder();
});
afterAll(() => folder.remove());

let runs = 0;

/** A runner in a process of its own, when its program has begun. */
async function startRunner(argv: string[], more: Record<string, unknown> = {}) {
  const mark = `TEST_RUN=${process.pid}-${runs++}`;
  const request = JSON.stringify({ ...folder.request(argv), ...more });
  const [file, ...args] = node('runs-program.mjs', request);
  const [name, value] = mark.split('=') as [string, string];
  const runner = spawn(file!, args, {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, [name]: value },
  });
  const lines = createInterface({ input: runner.stdout })[Symbol.asyncIterator]();
  const next = async (): Promise<Record<string, number>> => {
    const { value: line } = (await lines.next()) as { value: string };
    return JSON.parse(line) as Record<string, number>;
  };
  const started = await next();
  return { runner, mark, pid: started['pid']!, next };
}

/** The guardian of a runner, once it has been started. */
async function guardianOf(mark: string): Promise<number> {
  const find = (): number | undefined =>
    listProcesses().find(
      ({ pid }) =>
        hasEnvironment(pid, mark) && /guardian\.js\0serve/.test(read(`/proc/${pid}/cmdline`) ?? ''),
    )?.pid;
  await expect.poll(find, { timeout: 10_000, interval: 20 }).toBeDefined();
  return find()!;
}

async function kill(runner: ChildProcess): Promise<number> {
  const ended = once(runner, 'exit');
  runner.kill('SIGKILL');
  await ended;
  return performance.now();
}

const gone = (pid: number) => expect.poll(() => isAlive(pid), { timeout: 10_000, interval: 10 }).toBe(false);

describe('when its runner is killed', () => {
  test('a program is told to stop, and the guardian ends too', async () => {
    const { runner, mark, pid, next } = await startRunner(python('exits-on-sigterm.py', '75'));
    await next();
    const guardian = await guardianOf(mark);
    await kill(runner);
    await gone(pid);
    await gone(guardian);
  });

  test('a program that ignores SIGTERM is killed after its grace, no later', async () => {
    const { runner, pid, next } = await startRunner(python('ignores-sigterm.py'), { grace: 500 });
    await next();
    const killed = await kill(runner);
    await gone(pid);
    expect(performance.now() - killed).toBeGreaterThan(400);
    expect(performance.now() - killed).toBeLessThan(2_000);
  });

  test('descendants in sessions of their own end as well', async () => {
    const argv = python('leaves-child.py', 'stays', 'silent', 'stubborn');
    const { runner, pid, next } = await startRunner(argv, { grace: 300 });
    const { child } = await next();
    await kill(runner);
    await gone(pid);
    await gone(child!);
  });

  test('at once after the start of its program, it ends too', async () => {
    const { runner, pid } = await startRunner(python('prints-nothing.py'), { grace: 300 });
    await kill(runner);
    await gone(pid);
  });

  test('after a guardian that was killed, another has taken its place', async () => {
    const { runner, mark, pid, next } = await startRunner(python('ignores-sigterm.py'), { grace: 300 });
    await next();
    const first = await guardianOf(mark);
    process.kill(first, 'SIGKILL');
    await gone(first);
    const second = await guardianOf(mark);
    expect(second).not.toBe(first);
    await kill(runner);
    await gone(pid);
    await gone(second);
  });
});

test('a runner that exits takes its programs along', async () => {
  const { runner, pid } = await startRunner(python('prints-nothing.py'), { leaves: true, grace: 300 });
  if (runner.exitCode === null) await once(runner, 'exit');
  await gone(pid);
});

test('the guardian is no child of its runner, and ends with it', async () => {
  const { runner, mark, pid, next } = await startRunner(python('exits-on-sigterm.py', '75'));
  await next();
  const guardian = await guardianOf(mark);
  const parents = listProcesses().find((process) => process.pid === guardian)!;
  expect(parents.parent).not.toBe(runner.pid);
  expect(parents.session).not.toBe(listProcesses().find((process) => process.pid === runner.pid)!.session);
  const ended = once(runner, 'exit');
  process.kill(pid, 'SIGTERM');
  expect(await ended).toEqual([0, null]);
  await gone(guardian);
});
