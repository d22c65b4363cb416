import { expect, test } from 'vitest';
import { hasEnvironment, lastPid, listProcesses, processInfo, read } from './proc.js';

test('finds this process among those of the host', () => {
  const self = listProcesses().find(({ pid }) => pid === process.pid);
  expect(self).toEqual(processInfo(process.pid));
  expect(self?.parent).toBe(process.ppid);
  expect(self?.started).toBeGreaterThan(0);
  expect(listProcesses(process.pid + 1).every(({ pid }) => pid > process.pid)).toBe(true);
  expect(lastPid()).toBeGreaterThan(0);
});

test('knows nothing of a process that does not exist', () => {
  expect(processInfo(2 ** 22 + 1)).toBeUndefined();
  expect(hasEnvironment(2 ** 22 + 1, ['HOME='])).toBe(false);
  expect(read('/proc/nothing')).toBeUndefined();
});

test('compares whole entries of the environment', () => {
  const path = read(`/proc/${process.pid}/environ`)!
    .split('\0')
    .find((entry) => entry.startsWith('PATH='))!;
  expect(hasEnvironment(process.pid, [path])).toBe(true);
  expect(hasEnvironment(process.pid, ['PATH='])).toBe(true);
  expect(hasEnvironment(process.pid, [path.slice(0, -1)])).toBe(false);
  expect(hasEnvironment(process.pid, [path.slice(1)])).toBe(false);
  expect(hasEnvironment(process.pid, [path, 'NO_SUCH_VARIABLE='])).toBe(false);
});
