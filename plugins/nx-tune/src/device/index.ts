/**
 * Devices and leases. Imports from no other folder.
 *
 * devicePool(env, listGpus): Promise<Device[]>          throws DeviceSettingError, GpuListError
 *   Device { kind: 'gpu' | 'cpu'; visible; leaseName; label; uuid?; index? }
 *   listGpus = nvidiaSmiGpus(runTool); runTool(argv) gives stdout, undefined where the program is not installed
 * nvidiaSmiDeviceMemory(runTool): Promise<DeviceMemory>  bytes used and in all, by UUID
 * deviceEnv(device): Record<string, string>             CUDA_VISIBLE_DEVICES (and CUDA_DEVICE_ORDER) for the program
 *
 * new DeviceScheduler(devices)
 *   .withDevice({ priority: number[]; holder: HolderInfo; signal?; onWait?(waits) }, ({ device, fd? }) => Promise<T>): Promise<T>
 *   .setAside(device, reason)   .aside: { device, reason }[]   .close(): Promise<void>
 *   onWait gets DeviceWait[] = { device; holder?: HolderInfo }[]; describeHolder(holder) is its text
 *
 * tryLease(name, holder): Promise<Lease | { busy: true; holder?: HolderInfo }>      also for locks on trials
 *   Lease { name; fd?: number; release(): Promise<void>; contended(); tell(holder) }
 * waitForRelease(name, signal?): Promise<void>          then try again: another may have been quicker
 * HolderInfo { pid: number; user: string; workspace: string; what: string }
 */
export {
  DeviceSettingError,
  GpuListError,
  LeaseError,
  NoDeviceLeftError,
  SchedulerClosedError,
} from './errors.js';
export { describeHolder, type HolderInfo } from './holder.js';
export { tryLease, waitForRelease, type Busy, type Lease } from './lease.js';
export { nvidiaSmiDeviceMemory, type DeviceMemory } from './nvidia-memory.js';
export { nvidiaSmiGpus, type Gpu, type ListGpus, type RunTool } from './nvidia-smi.js';
export { deviceEnv, devicePool, type Device } from './pool.js';
export { DeviceScheduler, type DeviceRequest, type Grant } from './scheduler.js';
export type { DeviceWait } from './slot.js';
