import { expect, test } from 'vitest';
import { parseComputeApps } from './gpu-memory.js';

const MIB = 2 ** 20;

test('adds up what a process uses of several GPUs', () => {
  expect(parseComputeApps('4711, 512\n4711, 1536\n4712, 8\n')).toEqual(
    new Map([
      [4711, 2048 * MIB],
      [4712, 8 * MIB],
    ]),
  );
});

test('leaves out what the driver does not tell', () => {
  expect(parseComputeApps('4711, [N/A]\nNo running processes found\n\n')).toEqual(new Map());
});
