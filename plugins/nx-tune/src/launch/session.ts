import { DeviceScheduler, devicePool, nvidiaSmiGpus } from '../device/index.js';
import { watchForStop } from './canary.js';
import { ConsoleEvents } from './console.js';
import { fanOut, type Events } from './events.js';
import { openJournal, type Share } from './journal.js';
import { localHost, nvidiaSmiMemory, runTool } from './process/index.js';
import { JobRunner } from './runner.js';
import { Stopping } from './stop.js';
import { Terminal } from './terminal.js';

/** Devices, a program host and an ear for signals. Whoever opens it closes it. */
export interface Session {
  readonly runner: JobRunner;
  readonly events: Events;
  close(): Promise<void>;
}

/**
 * @param total how many trials there are, those included of pipelines that cannot be read
 * @throws DeviceSettingError, GpuListError
 */
export async function openSession(
  workspaceRoot: string,
  shares: readonly Share[],
  total: number,
): Promise<Session> {
  const devices = await devicePool(process.env, nvidiaSmiGpus(runTool));
  const hasGpu = devices.some(({ kind }) => kind === 'gpu');
  const host = localHost(hasGpu ? { gpuMemory: nvidiaSmiMemory(runTool) } : {});
  const scheduler = new DeviceScheduler(devices);
  const terminal = new Terminal();
  const console = new ConsoleEvents(total, terminal, process.stdin.isTTY);
  const warn = (text: string): void => terminal.write(`${text}\n`);
  const journals = await Promise.all(
    shares.map((share) => openJournal(workspaceRoot, share, { devices, warn })),
  );
  const events = fanOut([console, ...journals.map((journal) => journal.events)]);
  const stopping = new Stopping((reason) => events.stopping(reason));
  stopping.listen();
  const unwatch = watchForStop(() => stopping.request('nx is stopping'));
  return {
    runner: new JobRunner({ workspaceRoot, scheduler, host, stopping, events }),
    events,
    close: async () => {
      await scheduler.close();
      await Promise.all(journals.map((journal) => journal.close()));
      console.close();
      unwatch();
      stopping.unlisten();
    },
  };
}
