import { expect, test } from 'vitest';
import { parseDeviceMemory } from './nvidia-memory.js';

test('reads MiB by UUID, and leaves out what the driver does not tell', () => {
  const output = 'GPU-a, 512, 46068\nGPU-b, [N/A], [N/A]\nGPU-c, 0, 81559\n';
  expect([...parseDeviceMemory(output)]).toEqual([
    ['GPU-a', { usedBytes: 512 * 2 ** 20, totalBytes: 46068 * 2 ** 20 }],
    ['GPU-c', { usedBytes: 0, totalBytes: 81559 * 2 ** 20 }],
  ]);
});

test('nothing at all', () => {
  expect(parseDeviceMemory('').size).toBe(0);
});
