import { expect, test } from 'vitest';
import { GpuListError } from './errors.js';
import { nvidiaSmiGpus, parseGpuList } from './nvidia-smi.js';

test('reads GPUs', () => {
  const output =
    'GPU 0: NVIDIA L40S (UUID: GPU-8932f937-d72c-4106-c12f-20bd9faed9f6)\n' +
    'GPU 1: NVIDIA L40S (UUID: GPU-1b2c3d4e-aaaa-bbbb-cccc-0123456789ab)\n';
  expect(parseGpuList(output)).toEqual([
    { index: 0, name: 'NVIDIA L40S', uuid: 'GPU-8932f937-d72c-4106-c12f-20bd9faed9f6', mig: [] },
    { index: 1, name: 'NVIDIA L40S', uuid: 'GPU-1b2c3d4e-aaaa-bbbb-cccc-0123456789ab', mig: [] },
  ]);
});

test('reads the MIG instances of a GPU', () => {
  const output =
    'GPU 0: NVIDIA A100-SXM4-40GB (UUID: GPU-5d5ba0d6)\n' +
    '  MIG 3g.20gb     Device  0: (UUID: MIG-c7384736)\n' +
    '  MIG 3g.20gb     Device  1: (UUID: MIG-a28ad590)\n';
  expect(parseGpuList(output)).toEqual([
    { index: 0, name: 'NVIDIA A100-SXM4-40GB', uuid: 'GPU-5d5ba0d6', mig: ['MIG-c7384736', 'MIG-a28ad590'] },
  ]);
});

test('finds no GPU where there is none', () => {
  expect(parseGpuList('No devices found.\n')).toEqual([]);
});

test('refuses what it does not understand', () => {
  expect(() => parseGpuList('GPU zero\n')).toThrow(new GpuListError({ line: 'GPU zero' }));
  expect(new GpuListError({ line: 'GPU zero' }).message).toBe(
    'Expected each line of `nvidia-smi -L` to name a GPU and its UUID, got `GPU zero`. ' +
      'Set CUDA_VISIBLE_DEVICES to an empty string to run on CPU slots.',
  );
});

test('knows no GPUs where nvidia-smi is not installed', async () => {
  await expect(nvidiaSmiGpus(() => Promise.resolve(undefined))()).resolves.toBeUndefined();
});
