import { availableParallelism } from 'node:os';
import { expect, test } from 'vitest';
import type { Gpu } from './nvidia-smi.js';
import { deviceEnv, devicePool } from './pool.js';

const TWO: readonly Gpu[] = [
  { index: 0, uuid: 'GPU-8932f937-d72c', name: 'NVIDIA L40S', mig: [] },
  { index: 1, uuid: 'GPU-1b2c3d4e-aaaa', name: 'NVIDIA L40S', mig: [] },
];
const SPLIT: readonly Gpu[] = [
  { index: 0, uuid: 'GPU-5d5b', name: 'NVIDIA A100', mig: ['MIG-c738', 'MIG-a28a'] },
];

const pool = (env: Record<string, string>, gpus?: readonly Gpu[]) =>
  devicePool(env, () => Promise.resolve(gpus));
const visible = async (env: Record<string, string>, gpus?: readonly Gpu[]) =>
  (await pool(env, gpus)).map((device) => device.visible);
const leases = async (env: Record<string, string>, gpus?: readonly Gpu[]) =>
  (await pool(env, gpus)).map((device) => device.leaseName);

test('uses all that nvidia-smi lists', async () => {
  expect(await pool({}, TWO)).toEqual([
    {
      kind: 'gpu',
      visible: '0',
      leaseName: 'gpu:GPU-8932f937-d72c',
      label: 'gpu 0',
      uuid: 'GPU-8932f937-d72c',
      index: 0,
    },
    {
      kind: 'gpu',
      visible: '1',
      leaseName: 'gpu:GPU-1b2c3d4e-aaaa',
      label: 'gpu 1',
      uuid: 'GPU-1b2c3d4e-aaaa',
      index: 1,
    },
  ]);
});

test("uses the caller's list, in its order, by index, UUID or prefix of a UUID", async () => {
  expect(await visible({ CUDA_VISIBLE_DEVICES: '1' }, TWO)).toEqual(['1']);
  expect(await visible({ CUDA_VISIBLE_DEVICES: ' 1, 0 ' }, TWO)).toEqual(['1', '0']);
  expect(await visible({ CUDA_VISIBLE_DEVICES: 'GPU-1b2c3d4e-aaaa' }, TWO)).toEqual(['GPU-1b2c3d4e-aaaa']);
  expect(await visible({ CUDA_VISIBLE_DEVICES: 'GPU-89' }, TWO)).toEqual(['GPU-8932f937-d72c']);
});

test('means one device by its index and by its UUID', async () => {
  expect(await leases({ CUDA_VISIBLE_DEVICES: '0,GPU-8932,0' }, TWO)).toEqual(['gpu:GPU-8932f937-d72c']);
});

test('refuses an index that does not exist', async () => {
  await expect(pool({ CUDA_VISIBLE_DEVICES: '0,7' }, TWO)).rejects.toThrow(
    'Expected `CUDA_VISIBLE_DEVICES` to name devices that exist, each by its index or an unambiguous UUID, ' +
      'got `7` (string). nvidia-smi lists: 0 (GPU-8932f937-d72c), 1 (GPU-1b2c3d4e-aaaa).',
  );
});

test('refuses a prefix that two UUIDs share', async () => {
  await expect(pool({ CUDA_VISIBLE_DEVICES: 'GPU-' }, TWO)).rejects.toThrow(
    'Expected `CUDA_VISIBLE_DEVICES` to name devices that exist, each by its index or an unambiguous UUID, ' +
      'got `GPU-` (string). nvidia-smi lists: 0 (GPU-8932f937-d72c), 1 (GPU-1b2c3d4e-aaaa).',
  );
});

test('refuses a list where nvidia-smi finds nothing', async () => {
  await expect(pool({ CUDA_VISIBLE_DEVICES: '0' }, [])).rejects.toThrow(
    'Expected `CUDA_VISIBLE_DEVICES` to name devices that exist, each by its index or an unambiguous UUID, ' +
      'got `0` (string). nvidia-smi lists no device.',
  );
});

test.each(['0,,1', '0,-1'])('refuses the list %s', async (value) => {
  await expect(pool({ CUDA_VISIBLE_DEVICES: value })).rejects.toThrow(
    `Expected \`CUDA_VISIBLE_DEVICES\` to be a list of indices or UUIDs, separated by commas, got \`${value}\` (string).`,
  );
});

test("takes the caller's list as it is without nvidia-smi", async () => {
  expect(await pool({ CUDA_VISIBLE_DEVICES: '3,03,MIG-x' })).toEqual([
    { kind: 'gpu', visible: '3', leaseName: 'gpu:3', label: 'gpu 3', index: 3 },
    { kind: 'gpu', visible: 'MIG-x', leaseName: 'gpu:MIG-x', label: 'gpu MIG-x', uuid: 'MIG-x' },
  ]);
});

test('uses the MIG instances of a GPU in its place', async () => {
  expect(await visible({}, SPLIT)).toEqual(['MIG-c738', 'MIG-a28a']);
  expect(await visible({ CUDA_VISIBLE_DEVICES: '0' }, SPLIT)).toEqual(['MIG-c738', 'MIG-a28a']);
  expect(await visible({ CUDA_VISIBLE_DEVICES: 'MIG-a' }, SPLIT)).toEqual(['MIG-a28a']);
});

test.each(['', '-1', 'NoDevFiles'])('uses CPU slots when the caller shows no GPU (%j)', async (value) => {
  expect(await pool({ CUDA_VISIBLE_DEVICES: value, TUNE_CPU_SLOTS: '2' }, TWO)).toEqual([
    { kind: 'cpu', visible: '', leaseName: 'cpu:0', label: 'cpu 0' },
    { kind: 'cpu', visible: '', leaseName: 'cpu:1', label: 'cpu 1' },
  ]);
});

test('prefers GPUs to CPU slots', async () => {
  expect(await visible({ TUNE_CPU_SLOTS: '4' }, TWO)).toEqual(['0', '1']);
});

test('has as many CPU slots as cores by default', async () => {
  expect(await pool({})).toHaveLength(availableParallelism());
  expect(await pool({}, [])).toHaveLength(availableParallelism());
});

test.each(['0', '-2', '1.5', 'two', ''])('refuses TUNE_CPU_SLOTS=%j', async (value) => {
  await expect(pool({ TUNE_CPU_SLOTS: value })).rejects.toThrow(
    `Expected \`TUNE_CPU_SLOTS\` to be a whole number of at least 1, got \`${value}\` (string).`,
  );
});

test('leases within a scope of their own when asked to', async () => {
  expect(await leases({ TUNE_LEASE_SCOPE: 'a', TUNE_CPU_SLOTS: '1' })).toEqual(['a/cpu:0']);
});

test('shows a program its device alone', async () => {
  const env = async (vars: Record<string, string>, gpus?: readonly Gpu[]) =>
    deviceEnv((await pool(vars, gpus))[0]!);
  expect(await env({}, TWO)).toEqual({ CUDA_VISIBLE_DEVICES: '0', CUDA_DEVICE_ORDER: 'PCI_BUS_ID' });
  expect(await env({ CUDA_VISIBLE_DEVICES: 'GPU-89' }, TWO)).toEqual({
    CUDA_VISIBLE_DEVICES: 'GPU-8932f937-d72c',
  });
  expect(await env({ CUDA_VISIBLE_DEVICES: '5' })).toEqual({ CUDA_VISIBLE_DEVICES: '5' });
  expect(await env({ TUNE_CPU_SLOTS: '1' })).toEqual({ CUDA_VISIBLE_DEVICES: '' });
});
