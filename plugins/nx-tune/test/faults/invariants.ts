import { execa } from 'execa';
import { expect } from 'vitest';
import { tryLease } from '../../src/device/lease.js';
import { expectNoProcess } from '../terminal.js';
import type { Workspace } from '../workspace.js';
import type { Injected } from './faults.js';
import type { NxEpoch } from './round.js';

interface ProgramEvent {
  readonly what: 'began' | 'finished' | 'shared';
  readonly trial: string;
  readonly at: number;
}

/**
 * A program that has just ended is not yet recorded: while its descendants end, and its files are read and flushed, a
 * fault still costs it. On a busy machine that takes a while.
 */
const RECORDING_MS = 1_500;
/** Of the program, of its descendants, and of the runner's own end. */
const ENDING_MS = 8_000;

export async function eventsOf(workspace: Workspace): Promise<ProgramEvent[]> {
  const lines = (await workspace.read('state/events.log')).trim().split('\n');
  return lines.map((line) => JSON.parse(line) as ProgramEvent);
}

/**
 * Each trial has finished once, besides the times for which a fault is to blame: it took away the result, or it struck
 * between the end of the program and its record, or the program ended while the run was already being stopped.
 * Gives how many there were of those.
 */
export function expectFinishedOnce(events: readonly ProgramEvent[], epochs: readonly NxEpoch[]): number {
  const faults = epochs.flatMap((each) => each.faults.map((fault) => ({ ...fault, ended: each.ended })));
  const trials = new Set(events.map(({ trial }) => trial));
  let repeated = 0;
  for (const trial of trials) {
    const finishes = events.filter((each) => each.trial === trial && each.what === 'finished');
    const lost = faults.filter((fault) => fault.lost.includes(trial)).length;
    const caught = finishes.filter(({ at }) => faults.some((fault) => caughtBy(fault, at))).length;
    expect(finishes.length, `${trial} finished`).toBeGreaterThanOrEqual(1);
    expect(finishes.length, `${trial} finished`).toBeLessThanOrEqual(1 + lost + caught);
    repeated += finishes.length - 1;
  }
  return repeated;
}

const endsRun = ({ kind }: Injected): boolean =>
  /nx|runner|everything|program|guardian|results|trial/.test(kind);

const caughtBy = (fault: Injected & { ended: number }, at: number): boolean =>
  endsRun(fault) && at >= fault.at - RECORDING_MS && at <= fault.ended + ENDING_MS;

/** Nothing runs, nothing is locked, nothing half-written lies about. */
export async function expectNothingLeft(workspace: Workspace): Promise<void> {
  await expectNoProcess(workspace, ENDING_MS);
  for (const device of ['GPU-a', 'GPU-b']) await expectFree(`${workspace.root}/gpu:${device}`);
  for (const trial of await workspace.list('results/demo/trials'))
    await expectFree(`trial:${workspace.root}/results/demo/trials/${trial}`);
  const temporary = await execa('find', ['results', '-name', '*.tmp'], { cwd: workspace.root });
  expect(temporary.stdout).toBe('');
}

async function expectFree(name: string): Promise<void> {
  const holder = { pid: process.pid, user: 'test', workspace: '/', what: 'test' };
  const lease = await tryLease(name, holder);
  if ('busy' in lease) throw new Error(`Expected ${name} to be free, ${JSON.stringify(lease.holder)} has it`);
  await lease.release();
}
