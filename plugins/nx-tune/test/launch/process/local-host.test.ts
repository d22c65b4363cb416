import { open, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { localHost, type ProgramEnd, type ProgramRequest } from '../../../src/launch/process/index.js';
import { isAlive, PROGRAMS, progressQueue, python, temporaryFolder } from './fixture-programs.js';

const host = localHost();
let folder: Awaited<ReturnType<typeof temporaryFolder>>;
beforeAll(async () => {
  folder = await temporaryFolder();
});
afterAll(() => folder.remove());

const run = (argv: string[], more?: Partial<ProgramRequest>): Promise<ProgramEnd> =>
  host.start(folder.request(argv, more)).ended;

/** A program that has begun, and what it said first. */
async function begin(argv: string[], more?: Partial<ProgramRequest>) {
  const { onProgress, next } = progressQueue();
  const program = host.start(folder.request(argv, { onProgress, ...more }));
  return { program, said: await next() };
}

describe('a program', () => {
  test('is given its arguments as they are, its folder, its environment and a group of its own', async () => {
    const words = ['two words', '"quoted"', "it's", '$HOME', '`id`', '*', '', '\\', 'a\nb', 'ä'];
    const names = 'ADDED,KEPT,TAKEN_AWAY,TUNE_RUN_ID';
    vi.stubEnv('KEPT', 'x').stubEnv('TAKEN_AWAY', 'x');
    const env = { ADDED: '$PATH "x"', TAKEN_AWAY: undefined };
    const end = await run(python('tells-what-it-got.py', names, ...words), { env });
    vi.unstubAllEnvs();
    expect(end.outcome).toEqual({ kind: 'exited', code: 0 });
    const got = JSON.parse(end.lastLines.join('\n')) as { env: Record<string, string>; arguments: string[] };
    expect(got).toMatchObject({
      arguments: words,
      cwd: folder.path,
      leader: true,
      stdin: '',
      third: null,
    });
    expect(got.env).toMatchObject({ ADDED: '$PATH "x"', KEPT: 'x', TAKEN_AWAY: null });
    expect(got.env['TUNE_RUN_ID']).toMatch(new RegExp(`^${process.pid}-\\d+-[0-9a-f-]{36}$`));
  });

  test('inherits the descriptors that it is handed, and keeps them open', async () => {
    const file = await open(join(folder.path, 'lease'), 'w');
    const end = await run(python('tells-what-it-got.py', 'PATH'), { fds: [file.fd] });
    await file.close();
    const got = JSON.parse(end.lastLines.join('\n')) as { third: string };
    expect(got.third).toBe(join(folder.path, 'lease'));
  });

  test('leaves all that it prints in the log, and its progress', async () => {
    const progress: unknown[] = [];
    const request = folder.request(python('alternates.py'), { onProgress: (one) => progress.push(one) });
    const end = await host.start(request).ended;
    const log = await readFile(request.logFile, 'utf8');
    // Of two streams either may arrive first, but whole lines do, and those of one stream in their order.
    expect(log.match(/warning\n/g)).toHaveLength(1);
    expect(log.replace('warning\n', '').replace(/x{70000}/, 'x…x')).toBe(
      'one\ntwo\n{"step": 1, "total": 3, "loss": 0.5}\n{"step": "two"}\n{"step": NaN}\n{"total": 3}\n' +
        '{"step": 2, "note": "x…x"}\n{"step": 3, "total": 3}\n10%\r20%\rlast',
    );
    expect(progress).toEqual([
      { step: 1, total: 3, loss: 0.5 },
      { step: 3, total: 3 },
    ]);
    expect(end.lastLines.at(-1)).toBe('last');
  });

  test('that fails is reported with its exit and the end of its output', async () => {
    const end = await run(python('prints-and-exits.py', '3', 'Traceback\nValueError: no\n'));
    expect(end).toMatchObject({
      outcome: { kind: 'exited', code: 3 },
      lastLines: ['Traceback', 'ValueError: no'],
      survivors: [],
    });
    expect(end.symptom).toBeUndefined();
    expect(end.seconds).toBeGreaterThan(0);
  });

  test('that runs out of memory, or meets a broken device, is recognised', async () => {
    const torch = 'torch.OutOfMemoryError: CUDA out of memory. Tried to allocate 2.00 GiB.\n';
    expect((await run(python('prints-and-exits.py', '1', torch))).symptom).toBe('out-of-memory');
    expect((await run(python('prints-and-exits.py', '137', ''))).symptom).toBe('out-of-memory');
    const ecc = 'RuntimeError: CUDA error: uncorrectable ECC error encountered\n';
    expect((await run(python('prints-and-exits.py', '1', ecc))).symptom).toBe('device');
    expect((await run(python('prints-and-exits.py', '0', torch))).symptom).toBeUndefined();
  });

  test('that dies by a signal is reported with it', async () => {
    const end = await run(python('prints-and-exits.py', 'SIGSEGV', ''));
    expect(end.outcome).toEqual({ kind: 'signalled', signal: 'SIGSEGV' });
  });

  test('that does not exist is reported', async () => {
    const { outcome, lastLines, survivors } = await run(['./no-such-program', 'x']);
    if (outcome.kind !== 'spawnFailed') throw new Error(outcome.kind);
    expect(outcome.error.message).toBe(
      `Could not start \`./no-such-program\` in ${folder.path}: spawn ./no-such-program ENOENT`,
    );
    expect({ lastLines, survivors }).toEqual({ lastLines: [], survivors: [] });
  });

  test('that is not executable is reported', async () => {
    const file = join(PROGRAMS, 'alternates.py');
    const { outcome } = await run([file]);
    if (outcome.kind !== 'spawnFailed') throw new Error(outcome.kind);
    expect(outcome.error.message).toBe(`Could not start \`${file}\` in ${folder.path}: spawn ${file} EACCES`);
  });

  test('whose log cannot be written runs all the same', async () => {
    const end = await run(python('prints-and-exits.py', '0', 'hello\n'), { logFile: '/dev/full' });
    expect(end.outcome).toEqual({ kind: 'exited', code: 0 });
    expect(end.lastLines).toEqual(['hello']);
    expect(end.logError?.message).toBe('ENOSPC: no space left on device, write');
  });
});

describe('a program that prints without end', () => {
  test('costs neither memory nor disk', async () => {
    const bytes = 100_000_000;
    const limit = 4 * 2 ** 20;
    const request = folder.request(python('prints-much.py', String(bytes)), { logLimitBytes: limit });
    const before = process.memoryUsage().rss;
    const program = host.start(request);
    let most = 0;
    const sampling = setInterval(() => (most = Math.max(most, process.memoryUsage().rss)), 50);
    const end = await program.ended;
    clearInterval(sampling);
    expect(end.outcome).toEqual({ kind: 'exited', code: 0 });
    expect(end.lastLines.at(-1)).toBe(`${String(bytes / 100 - 1).padStart(12, '0')} ${'x'.repeat(86)}`);
    const { size } = await stat(request.logFile);
    expect(size).toBeLessThanOrEqual(limit);
    expect(size).toBeGreaterThan(limit / 4);
    expect(most - before).toBeLessThan(100 * 2 ** 20);
  });
});

describe('stopping', () => {
  test('lets a program save, and reports how it ended', async () => {
    for (const code of [75, 0]) {
      const { program } = await begin(python('exits-on-sigterm.py', String(code)));
      program.stop('Ctrl+C');
      const { outcome, lastLines } = await program.ended;
      expect(outcome).toEqual({ kind: 'stopped', reason: 'Ctrl+C', exit: { kind: 'exited', code } });
      expect(lastLines.at(-1)).toBe('saved');
    }
  });

  test('kills a program that ignores SIGTERM when its grace is over', async () => {
    const { program } = await begin(python('ignores-sigterm.py'), { grace: 300 });
    const began = performance.now();
    program.stop('Ctrl+C');
    const { outcome } = await program.ended;
    const exit = { kind: 'signalled', signal: 'SIGKILL' };
    expect(outcome).toEqual({ kind: 'stopped', reason: 'Ctrl+C', exit });
    expect(performance.now() - began).toBeGreaterThanOrEqual(300);
    expect(performance.now() - began).toBeLessThan(2_000);
  });

  test('a second time shortens the wait', async () => {
    const { program } = await begin(python('ignores-sigterm.py'), { grace: 60_000 });
    program.stop('Ctrl+C');
    program.stop('Ctrl+C again', 0);
    const { outcome } = await program.ended;
    const exit = { kind: 'signalled', signal: 'SIGKILL' };
    expect(outcome).toEqual({ kind: 'stopped', reason: 'Ctrl+C', exit });
  });

  test('a program that has ended does nothing', async () => {
    const program = host.start(folder.request(['true']));
    const end = await program.ended;
    program.stop('late');
    expect(end.outcome).toEqual({ kind: 'exited', code: 0 });
    expect((await program.ended).outcome).toEqual({ kind: 'exited', code: 0 });
  });
});

describe('descendants', () => {
  // Each takes away one of the ties by which a descendant can be found.
  test.each([
    ['in a session of its own', ['stays']],
    ['that ignores SIGTERM', ['stays', 'stubborn']],
    ['with an empty environment', ['stays', 'bare', 'silent']],
    ['with nothing of its parent, which ignores SIGTERM', ['stays', 'bare', 'silent', 'stubborn']],
  ])('a child %s ends when its parent is stopped', async (_, options) => {
    const { program, said } = await begin(python('leaves-child.py', ...options), { grace: 200 });
    const child = said['child'] as number;
    expect(isAlive(child)).toBe(true);
    program.stop('Ctrl+C');
    const { outcome, survivors } = await program.ended;
    expect(outcome.kind).toBe('stopped');
    expect(survivors).toEqual([]);
    expect(isAlive(child)).toBe(false);
  });

  test.each([
    ['in a session of its own', []],
    ['that ignores SIGTERM', ['stubborn']],
    ['that holds no stream', ['silent']],
  ])('a child %s ends when its parent has ended', async (_, options) => {
    const { program, said } = await begin(python('leaves-child.py', ...options), { grace: 200 });
    const { outcome } = await program.ended;
    expect(outcome).toEqual({ kind: 'exited', code: 0 });
    expect(isAlive(said['child'] as number)).toBe(false);
  });
});

describe('time limits', () => {
  test('end a program that prints nothing any more', async () => {
    const end = await run(python('prints-nothing.py', 'one word'), { stall: 700 });
    const exit = { kind: 'signalled', signal: 'SIGTERM' };
    expect(end.outcome).toEqual({ kind: 'stalled', after: 700, exit });
    expect(end.lastLines).toEqual(['one word']);
    expect(end.seconds).toBeGreaterThan(0.7);
  });

  test('end a program that takes too long, though it prints', async () => {
    const end = await run(['sh', '-c', 'while :; do echo x; sleep 0.05; done'], {
      stall: 1_000,
      timeout: 1_500,
    });
    const exit = { kind: 'signalled', signal: 'SIGTERM' };
    expect(end.outcome).toEqual({ kind: 'timedOut', after: 1_500, exit });
  });
});

describe('memory', () => {
  test('is measured over the program and its descendants', async () => {
    const { program } = await begin(python('allocates.py', '100', '60'));
    await expect
      .poll(() => program.usage.memoryPeakBytes, { timeout: 10_000 })
      .toBeGreaterThan(155 * 2 ** 20);
    program.stop('enough');
    const { usage } = await program.ended;
    // The block that both share counts once.
    expect(usage.memoryPeakBytes).toBeLessThan(230 * 2 ** 20);
    expect(usage.gpuPeakBytes).toBeUndefined();
  });

  test('of the GPU is what is known of the program and its descendants', async () => {
    const pids: number[] = [];
    const gpuMemory = () => Promise.resolve(new Map(pids.map((pid) => [pid, 2 ** 30])));
    const { onProgress, next } = progressQueue();
    const request = folder.request(python('allocates.py', '1'), { onProgress });
    const program = localHost({ gpuMemory }).start(request);
    pids.push(program.pid!, process.pid);
    await next();
    await expect.poll(() => program.usage.gpuPeakBytes, { timeout: 10_000 }).toBe(2 ** 30);
    program.stop('enough');
    expect((await program.ended).usage).toMatchObject({ gpuBytes: 2 ** 30, gpuPeakBytes: 2 ** 30 });
  });
});

test('hundreds of tiny programs, two at a time, all end well', async () => {
  let left = 200;
  const slot = async (): Promise<void> => {
    while (left-- > 0) {
      const end = await run(['true'], { timeout: 60_000, stall: 60_000, onProgress: () => undefined });
      expect(end.outcome).toEqual({ kind: 'exited', code: 0 });
      expect(end.survivors).toEqual([]);
    }
  };
  await Promise.all([slot(), slot()]);
});
