import { expect, test } from 'vitest';
import { symptomOf } from './symptoms.js';

const FAILED = { kind: 'exited', code: 1 } as const;
const of = (output: string) => symptomOf(FAILED, output, false);

test.each([
  'torch.OutOfMemoryError: CUDA out of memory. Tried to allocate 2.00 GiB. GPU 0 has a total capacity of 47.50 GiB',
  'RuntimeError: CUDA error: out of memory',
  'RuntimeError: HIP out of memory. Tried to allocate 20.00 MiB',
  "RuntimeError: [enforce fail at alloc_cpu.cpp:114] DefaultCPUAllocator: can't allocate memory: you tried to allocate",
  'jaxlib.xla_extension.XlaRuntimeError: RESOURCE_EXHAUSTED: Out of memory while trying to allocate 8589934592 bytes.',
  'tensorflow.python.framework.errors_impl.ResourceExhaustedError: OOM when allocating tensor with shape[1024,1024]',
  'CUDA_ERROR_OUT_OF_MEMORY: out of memory',
  'RuntimeError: CUDA error: CUBLAS_STATUS_ALLOC_FAILED when calling `cublasCreate(handle)`',
  'MemoryError',
  'numpy.core._exceptions._ArrayMemoryError: Unable to allocate 7.45 GiB for an array',
  "terminate called after throwing an instance of 'std::bad_alloc'",
  'FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory',
  'OSError: [Errno 12] Cannot allocate memory',
])('sees that memory ran out: %s', (output) => {
  expect(of(`step 12\n${output}\n`)).toBe('out-of-memory');
});

test.each([
  'RuntimeError: CUDA error: an illegal memory access was encountered',
  'RuntimeError: CUDA error: uncorrectable ECC error encountered',
  'torch.AcceleratorError: CUDA error: unspecified launch failure',
  'RuntimeError: No CUDA GPUs are available',
  'failed call to cuInit: CUDA_ERROR_NO_DEVICE: no CUDA-capable device is detected',
  'cudaErrorDevicesUnavailable: all CUDA-capable devices are busy or unavailable',
  'RuntimeError: cuDNN error: CUDNN_STATUS_EXECUTION_FAILED',
  'RuntimeError: CUDA error: CUBLAS_STATUS_NOT_INITIALIZED when calling `cublasCreate(handle)`',
  'ncclUnhandledCudaError: Call to CUDA function failed: unhandled cuda error',
])('sees that the device failed: %s', (output) => {
  expect(of(`step 12\n${output}\n`)).toBe('device');
});

test.each([
  'ValueError: expected 8 exemplars, got 7',
  'RuntimeError: CUDA error: device-side assert triggered',
  'cudaErrorAssert: device-side assert triggered',
  'RuntimeError: mat1 and mat2 shapes cannot be multiplied (128x24 and 16x64)',
  'out of range',
  'ZOOM when allocating tensors',
])('blames the program for: %s', (output) => {
  expect(of(output)).toBeUndefined();
});

test.each([
  'OSError: [Errno 28] No space left on device',
  'Error: ENOSPC: no space left on device, write',
  'cp: error writing: Disk quota exceeded',
])('sees that the disk is full: %s', (output) => {
  expect(of(`step 12\n${output}\n`)).toBe('disk-full');
});

test('judges by the exit too', () => {
  expect(symptomOf({ kind: 'exited', code: 137 }, '', false)).toBe('out-of-memory');
  expect(symptomOf({ kind: 'signalled', signal: 'SIGKILL' }, '', true)).toBe('out-of-memory');
  expect(symptomOf({ kind: 'signalled', signal: 'SIGKILL' }, '', false)).toBeUndefined();
  expect(symptomOf({ kind: 'exited', code: 0 }, 'recovered from CUDA out of memory', false)).toBeUndefined();
});
