import { DeviceScheduler, devicePool, nvidiaSmiGpus } from '../device/index.js';
import { watchForStop } from './canary.js';
import { fanOut, type Events } from './events.js';
import { localHost, nvidiaSmiMemory, runTool } from './process/index.js';
import { JobRunner } from './runner.js';
import { Stopping } from './stop.js';

/** Devices, a program host and an ear for signals. Whoever opens it closes it. */
export interface Session {
  readonly runner: JobRunner;
  readonly events: Events;
  close(): Promise<void>;
}

/** @throws DeviceSettingError, GpuListError */
export async function openSession(workspaceRoot: string, listeners: readonly Events[]): Promise<Session> {
  const devices = await devicePool(process.env, nvidiaSmiGpus(runTool));
  const hasGpu = devices.some(({ kind }) => kind === 'gpu');
  const host = localHost(hasGpu ? { gpuMemory: nvidiaSmiMemory(runTool) } : {});
  const scheduler = new DeviceScheduler(devices);
  const stopping = new Stopping();
  const events = fanOut(listeners);
  stopping.listen();
  const unwatch = watchForStop(() => stopping.request('nx is stopping'));
  return {
    runner: new JobRunner({ workspaceRoot, scheduler, host, stopping, events }),
    events,
    close: async () => {
      unwatch();
      stopping.unlisten();
      await scheduler.close();
    },
  };
}
