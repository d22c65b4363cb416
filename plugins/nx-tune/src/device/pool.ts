import { availableParallelism } from 'node:os';
import { DeviceSettingError } from './errors.js';
import type { Gpu, ListGpus } from './nvidia-smi.js';

/** What one trial occupies: a GPU (or a MIG instance of one), or a share of the CPU. */
export interface Device {
  readonly kind: 'gpu' | 'cpu';
  /** The value of CUDA_VISIBLE_DEVICES that shows this device alone; empty for a CPU slot. */
  readonly visible: string;
  /** The same for everyone on the host who means this device. */
  readonly leaseName: string;
  /** For people: `gpu 0`, `cpu 1`. */
  readonly label: string;
  readonly uuid?: string;
  readonly index?: number;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** `NoDevFiles` is what Slurm sets for a job that was given no GPU. */
const NO_GPU = new Set(['', '-1', 'NoDevFiles']);

/**
 * The devices that this run may use: those of the caller's CUDA_VISIBLE_DEVICES if set, else what nvidia-smi lists,
 * else CPU slots (TUNE_CPU_SLOTS, default: the number of cores). Leases are host-wide; TUNE_LEASE_SCOPE gives a
 * sandbox that shares the host's network namespace leases of its own.
 * @throws DeviceSettingError when CUDA_VISIBLE_DEVICES or TUNE_CPU_SLOTS cannot be met
 */
export async function devicePool(env: Environment, listGpus: ListGpus): Promise<Device[]> {
  const scope = env['TUNE_LEASE_SCOPE'] === undefined ? '' : `${env['TUNE_LEASE_SCOPE']}/`;
  const visible = env['CUDA_VISIBLE_DEVICES']?.trim();
  if (visible !== undefined && NO_GPU.has(visible)) return cpuSlots(env, scope);
  const gpus = await listGpus();
  if (visible !== undefined) return distinct(visibleGpus(visible, gpus, scope));
  if (gpus === undefined || gpus.length === 0) return cpuSlots(env, scope);
  return gpus.flatMap((gpu) => devicesOf(gpu, scope));
}

/** What a program must find in its environment to see this device alone. */
export function deviceEnv(device: Device): Record<string, string> {
  const visible = { CUDA_VISIBLE_DEVICES: device.visible };
  // CUDA's own order is fastest first; an index means the leased GPU only in nvidia-smi's order.
  const byIndex = device.uuid !== undefined && /^\d+$/.test(device.visible);
  return byIndex ? { ...visible, CUDA_DEVICE_ORDER: 'PCI_BUS_ID' } : visible;
}

function cpuSlots(env: Environment, scope: string): Device[] {
  const value = env['TUNE_CPU_SLOTS'];
  if (value !== undefined && !/^[1-9]\d{0,5}$/.test(value)) {
    throw new DeviceSettingError({
      variable: 'TUNE_CPU_SLOTS',
      rule: 'to be a whole number of at least 1',
      value,
    });
  }
  const count = value === undefined ? availableParallelism() : Number(value);
  return Array.from({ length: count }, (_, slot) => ({
    kind: 'cpu',
    visible: '',
    leaseName: `${scope}cpu:${slot}`,
    label: `cpu ${slot}`,
  }));
}

function visibleGpus(value: string, gpus: readonly Gpu[] | undefined, scope: string): Device[] {
  const tokens = value.split(',').map((token) => token.trim());
  if (tokens.some((token) => token === '' || token.startsWith('-'))) {
    const rule = 'to be a list of indices or UUIDs, separated by commas';
    throw new DeviceSettingError({ variable: 'CUDA_VISIBLE_DEVICES', rule, value });
  }
  if (gpus === undefined) return tokens.map((token) => unchecked(token, scope));
  return tokens.flatMap((token) => matching(token, gpus, scope));
}

/** Without nvidia-smi nothing is known about a device but what the caller calls it. */
function unchecked(token: string, scope: string): Device {
  const index = /^\d+$/.test(token) ? { index: Number(token) } : { uuid: token };
  const visible = String(index.index ?? token);
  return { kind: 'gpu', visible, leaseName: `${scope}gpu:${visible}`, label: `gpu ${visible}`, ...index };
}

function matching(token: string, gpus: readonly Gpu[], scope: string): Device[] {
  if (/^\d+$/.test(token)) {
    const gpu = gpus.find(({ index }) => index === Number(token));
    if (gpu === undefined) throw unknown(token, gpus);
    return devicesOf(gpu, scope);
  }
  // CUDA takes any prefix of a UUID that is unique.
  const whole = gpus.filter(({ uuid }) => uuid.startsWith(token));
  const parts = gpus.flatMap(({ mig }) => mig.filter((uuid) => uuid.startsWith(token)));
  if (whole.length + parts.length !== 1) throw unknown(token, gpus);
  if (parts.length === 1) return [migDevice(parts[0]!, scope)];
  return devicesOf(whole[0]!, scope).map((device) => ({ ...device, visible: device.uuid! }));
}

function devicesOf(gpu: Gpu, scope: string): (Device & { readonly uuid: string })[] {
  if (gpu.mig.length > 0) return gpu.mig.map((uuid) => migDevice(uuid, scope));
  const { index, uuid } = gpu;
  return [
    {
      kind: 'gpu',
      visible: String(index),
      leaseName: `${scope}gpu:${uuid}`,
      label: `gpu ${index}`,
      uuid,
      index,
    },
  ];
}

function migDevice(uuid: string, scope: string): Device & { readonly uuid: string } {
  return { kind: 'gpu', visible: uuid, leaseName: `${scope}gpu:${uuid}`, label: `gpu ${uuid}`, uuid };
}

function distinct(devices: readonly Device[]): Device[] {
  return [...new Map(devices.map((device) => [device.leaseName, device])).values()];
}

function unknown(token: string, gpus: readonly Gpu[]): DeviceSettingError {
  const known = gpus.flatMap(({ index, uuid, mig }) => [`${index} (${uuid})`, ...mig]);
  return new DeviceSettingError({
    variable: 'CUDA_VISIBLE_DEVICES',
    rule: 'to name devices that exist, each by its index or an unambiguous UUID',
    value: token,
    hint: known.length === 0 ? 'nvidia-smi lists no device.' : `nvidia-smi lists: ${known.join(', ')}.`,
  });
}
