import { execa } from 'execa';
import { expect } from 'vitest';
import { tryLease } from '../../src/device/lease.js';
import { expectNoProcess } from '../terminal.js';
import type { Workspace } from '../workspace.js';
import type { NxEpoch } from './round.js';

interface ProgramEvent {
  readonly what: 'began' | 'finished' | 'shared';
  readonly trial: string;
  readonly at: number;
}

/** Of the program, of its descendants, and of the runner's own end. */
const ENDING_MS = 8_000;

export async function eventsOf(workspace: Workspace): Promise<ProgramEvent[]> {
  const lines = (await workspace.read('state/events.log')).trim().split('\n');
  return lines.map((line) => JSON.parse(line) as ProgramEvent);
}

/**
 * No trial whose receipt was on disk has run again, unless a fault has harmed its files since. Gives how many finished
 * runs were repeated all the same: those that a fault struck between the program's end and its record.
 */
export function expectFinishedOnce(events: readonly ProgramEvent[], epochs: readonly NxEpoch[]): number {
  const faults = epochs.flatMap((each) => each.faults);
  const moments = [...faults, ...epochs.map(({ ended, recorded }) => ({ at: ended, recorded }))];
  const finishes = new Map<string, number[]>();
  for (const { trial, what, at } of events) {
    const before = finishes.get(trial) ?? [];
    if (what === 'finished') finishes.set(trial, [...before, at]);
    const last = before.at(-1);
    if (what !== 'began' || last === undefined) continue;
    const within = (moment: { at: number }): boolean => moment.at > last && moment.at < at;
    const known = moments.filter(within).find(({ recorded }) => recorded.includes(trial));
    const harmed = faults.filter(within).some(({ lost }) => lost.includes(trial));
    const story = JSON.stringify({ known, faults, events: events.filter((each) => each.trial === trial) });
    if (known && !harmed) throw new Error(`${trial} had a receipt, and began again: ${story}`);
  }
  return [...finishes.values()].reduce((sum, { length }) => sum + length - 1, 0);
}

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
