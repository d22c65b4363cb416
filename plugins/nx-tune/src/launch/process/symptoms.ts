import type { Exit, Symptom } from './types.js';

/** 128 + SIGKILL: how shells and container runtimes report what the kernel killed for its memory. */
const KILLED = 137;

const OUT_OF_MEMORY = [
  /\b(CUDA|HIP|MPS backend|XPU)\b.{0,30}\bout of memory\b/i, // PyTorch
  /\bOutOfMemoryError\b/, // PyTorch, Java
  /DefaultCPUAllocator: (can't allocate|not enough) memory/, // PyTorch
  /\bRESOURCE_EXHAUSTED\b/, // JAX and XLA
  /\bResourceExhaustedError\b/, // TensorFlow
  /\bOOM when allocating tensor\b/, // TensorFlow
  /\bCUDA_ERROR_OUT_OF_MEMORY\b|\bcudaErrorMemoryAllocation\b|\bCUBLAS_STATUS_ALLOC_FAILED\b/,
  /\b(_Array)?MemoryError\b/, // Python, NumPy
  /\bstd::bad_alloc\b/,
  /JavaScript heap out of memory/,
  /\bCannot allocate memory\b/, // ENOMEM
];

/**
 * Errors that speak of the device, not of the program. A device-side assert is not among them: that is an index out of
 * range in the program, and would set aside one healthy device after another.
 */
const DEVICE = [
  /\bCUDA (driver |runtime )?error: (?!device-side assert)/i,
  /\bCUDA_ERROR_(?!ASSERT\b)[A-Z_]+/,
  /\bcudaError(?!Assert\b)[A-Z]\w+/,
  /\bCUBLAS_STATUS_(NOT_INITIALIZED|EXECUTION_FAILED|INTERNAL_ERROR)\b/,
  /\bCUDNN_STATUS_(NOT_INITIALIZED|EXECUTION_FAILED|INTERNAL_ERROR)\b/,
  /\bNo CUDA GPUs are available\b/,
  /\bno CUDA-capable device is detected\b/i,
  /\buncorrectable ECC error\b/i,
  /\bGPU is lost\b/,
  /\bunhandled cuda error\b/i, // NCCL
];

const DISK_FULL = [/\bNo space left on device\b/i, /\bENOSPC\b/, /\bDisk quota exceeded\b/i, /\bEDQUOT\b/];

/** What a failure has to do with memory, the device or the disk, judged by the exit and the end of the output. */
export function symptomOf(exit: Exit, output: string, killedForMemory: boolean): Symptom | undefined {
  if (exit.kind === 'exited' && exit.code === 0) return undefined;
  if (exit.kind === 'exited' && exit.code === KILLED) return 'out-of-memory';
  if (killedForMemory || OUT_OF_MEMORY.some((pattern) => pattern.test(output))) return 'out-of-memory';
  if (DEVICE.some((pattern) => pattern.test(output))) return 'device';
  return DISK_FULL.some((pattern) => pattern.test(output)) ? 'disk-full' : undefined;
}
