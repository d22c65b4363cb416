import { expect, test } from 'vitest';
import {
  environmentOf,
  hasEnvironment,
  lastPid,
  listProcesses,
  processInfo,
  read,
  sharesPids,
} from './proc.js';

/** No process has a pid above 2^22. */
const NOBODY = 2 ** 22 + 1;

test('finds this process among those of the host', () => {
  const self = listProcesses().find(({ pid }) => pid === process.pid);
  expect(self).toEqual(processInfo(process.pid));
  expect(self?.parent).toBe(process.ppid);
  expect(self?.started).toBeGreaterThan(0);
  expect(listProcesses(process.pid + 1).every(({ pid }) => pid > process.pid)).toBe(true);
  expect(lastPid()).toBeGreaterThan(0);
});

test('knows nothing of a process that does not exist', () => {
  expect(processInfo(NOBODY)).toBeUndefined();
  expect(hasEnvironment(NOBODY, 'A=b')).toBe(false);
  expect(environmentOf(NOBODY)).toBeUndefined();
  expect(read('/proc/nothing')).toBeUndefined();
});

test('reads the environment of a process', () => {
  const environment = environmentOf(process.pid)!;
  const path = `PATH=${environment.get('PATH')!}`;
  expect(read(`/proc/${process.pid}/environ`)!.split('\0')).toContain(path);
  expect(hasEnvironment(process.pid, path)).toBe(true);
  expect(hasEnvironment(process.pid, path.slice(0, -1))).toBe(false);
  expect(hasEnvironment(process.pid, path.slice(1))).toBe(false);
});

test('knows which processes share its numbers', () => {
  expect(sharesPids(process.ppid)).toBe(true);
  expect(sharesPids(NOBODY)).toBe(false);
});
