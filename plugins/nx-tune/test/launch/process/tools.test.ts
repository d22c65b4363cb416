import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { devicePool, nvidiaSmiGpus } from '../../../src/device/index.js';
import { localHost, nvidiaSmiMemory, runTool } from '../../../src/launch/process/index.js';
import { PROGRAMS, python, temporaryFolder } from './fixture-programs.js';

beforeEach(() => {
  vi.stubEnv('PATH', `${join(PROGRAMS, 'nvidia-smi')}${delimiter}${process.env['PATH']}`);
});
afterEach(() => {
  vi.unstubAllEnvs();
});

test('the pool is what nvidia-smi lists', async () => {
  const pool = await devicePool({}, nvidiaSmiGpus(runTool));
  expect(pool.map(({ label, leaseName }) => [label, leaseName])).toEqual([
    ['gpu 0', 'gpu:GPU-8932f937-d72c-4106-c12f-20bd9faed9f6'],
    ['gpu 1', 'gpu:GPU-1b2c3d4e-aaaa-bbbb-cccc-0123456789ab'],
  ]);
});

test('an nvidia-smi that fails is an error that quotes it', async () => {
  vi.stubEnv('NVIDIA_SMI_FAILS', '1');
  await expect(devicePool({}, nvidiaSmiGpus(runTool))).rejects.toThrow(
    "`nvidia-smi -L` failed: exit code 9: NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver.",
  );
});

test('a tool that is not installed gives nothing', async () => {
  await expect(runTool(['no-such-tool', '-L'])).resolves.toBeUndefined();
});

test('a tool that dies is an error', async () => {
  await expect(runTool(['sh', '-c', 'kill -9 $$'])).rejects.toThrow('`sh -c kill -9 $$` failed: SIGKILL');
});

test('a tool that may not be run is an error', async () => {
  await expect(runTool(['/dev/null'])).rejects.toThrow('`/dev/null` failed: Error: spawn /dev/null EACCES');
});

test('the GPU memory of a program is what nvidia-smi says of its process', async () => {
  const folder = await temporaryFolder();
  const program = localHost({ gpuMemory: nvidiaSmiMemory(runTool) }).start(
    folder.request(python('allocates.py', '1')),
  );
  vi.stubEnv('NVIDIA_SMI_PID', String(program.pid));
  await expect.poll(() => program.usage.gpuPeakBytes, { timeout: 10_000 }).toBe(2048 * 2 ** 20);
  program.stop('enough');
  await program.ended;
  await folder.remove();
});
