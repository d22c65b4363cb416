import { userInfo } from 'node:os';
import { join } from 'node:path';
import { nvidiaSmiDeviceMemory, type Device } from '../device/index.js';
import { layoutOf } from '../results/layout.js';
import type { Spec } from '../spec/types.js';
import { fanOut, ofPipeline, type Events } from './events.js';
import { ExecutorLog } from './executor-log.js';
import { HeartbeatFiles } from './heartbeat.js';
import { runTool } from './process/index.js';

/** What a run does of one pipeline. */
export interface Share {
  readonly spec: Spec;
  /** Trials that this run was given. */
  readonly trials: number;
  /** Trials of the same phase that come after them. */
  readonly later: number;
}

export interface Journal {
  readonly events: Events;
  close(): Promise<void>;
}

/**
 * Opens what is written down while a run goes on: heartbeat.json, executor_state.json, executor.log. Trouble with them
 * is a warning: the run does not depend on any.
 */
export async function openJournal(
  workspaceRoot: string,
  { spec, trials, later }: Share,
  { devices, warn }: { devices: readonly Device[]; warn: (text: string) => void },
): Promise<Journal> {
  const { file, root } = layoutOf(spec.name);
  const path = (name: 'heartbeat' | 'executorState' | 'executorLog'): string =>
    join(workspaceRoot, file(name));
  let told = false;
  const onTrouble = (error: Error): void => {
    if (!told)
      warn(`Warning: the run goes on, but it cannot be followed in ${root}/trials: ${error.message}`);
    told = true;
  };
  const log = new ExecutorLog(path('executorLog'), onTrouble);
  const beat = new HeartbeatFiles({
    pipeline: spec.name,
    interval: spec.runtime.heartbeat,
    heartbeatFile: path('heartbeat'),
    stateFile: path('executorState'),
    total: trials,
    later,
    devices,
    deviceMemory: () => nvidiaSmiDeviceMemory(runTool),
    holder: { pid: process.pid, user: userInfo().username, workspace: workspaceRoot, what: spec.name },
    onTrouble,
  });
  log.say(`Runner ${process.pid} began with ${trials === 1 ? '1 trial' : `${trials} trials`}`);
  await beat.open();
  return {
    events: ofPipeline(spec.files[0]!, fanOut([log, beat])),
    close: async () => {
      log.say(`Runner ${process.pid} ended`);
      await Promise.all([log.close(), beat.close()]);
    },
  };
}
