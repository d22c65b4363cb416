import { expect, test } from 'vitest';
import type { Device } from '../device/index.js';
import { DeviceHealth } from './device-health.js';
import type { AttemptOutcome } from './outcome.js';
import type { ProgramEnd } from './process/index.js';

const gpu = (index: number): Device => ({
  kind: 'gpu',
  visible: String(index),
  leaseName: `gpu:${index}`,
  label: `gpu ${index}`,
});
const end = (...lastLines: string[]): ProgramEnd => ({
  outcome: { kind: 'exited', code: 1 },
  seconds: 1,
  usage: {},
  lastLines,
  survivors: [],
});
const failed = (cause: 'device' | 'exit', ...lines: string[]): AttemptOutcome => ({
  kind: 'failed',
  cause,
  detail: 'exit code 1',
  retry: true,
  end: end(...lines),
});

test('two device errors in a row speak against a device, with the line that names the last', () => {
  const health = new DeviceHealth();
  expect(health.note(gpu(0), failed('device'))).toBeUndefined();
  expect(health.note(gpu(0), failed('device', 'step 1', 'RuntimeError: CUDA error: unknown', ''))).toBe(
    '2 attempts in a row ended there with a device error, the last with: RuntimeError: CUDA error: unknown',
  );
});

test.each([
  ['another failure', failed('exit')],
  ['a success', { kind: 'complete', metrics: {}, end: end() } as const],
])('%s in between clears it', (_, between) => {
  const health = new DeviceHealth();
  health.note(gpu(0), failed('device'));
  health.note(gpu(0), between);
  expect(health.note(gpu(0), failed('device'))).toBeUndefined();
});

test('an interrupted attempt says nothing, and each device counts for itself', () => {
  const health = new DeviceHealth();
  health.note(gpu(0), failed('device'));
  health.note(gpu(1), failed('device'));
  health.note(gpu(0), { kind: 'interrupted', end: end() });
  expect(health.note(gpu(0), failed('device'))).toMatch(
    /^2 attempts in a row ended there with a device error/,
  );
});
