import { hostname, userInfo } from 'node:os';
import type { Device, DeviceMemory } from '../device/index.js';
import type { DeviceState, Heartbeat, RunningTrial } from '../results/heartbeat.js';
import { toGigabytes } from './ending.js';
import { trialTimeLeft, type RunningView, type RunView } from './run-view.js';

const STARTED = new Date(Date.now() - process.uptime() * 1000).toISOString();

/** This process, as result files name it. */
export const thisRunner = () => ({ pid: process.pid, host: hostname(), started: STARTED });

export interface SnapshotFacts {
  readonly pipeline: string;
  /** ms between two heartbeats. */
  readonly interval: number;
  readonly devices: readonly Device[];
  readonly memory: DeviceMemory;
  readonly ended: boolean;
}

export function heartbeatOf(view: RunView, facts: SnapshotFacts): Heartbeat {
  const now = performance.now();
  const left = facts.ended ? undefined : view.timeLeft(facts.devices.length, now);
  return {
    pipeline: facts.pipeline,
    state: facts.ended ? 'ended' : view.isStopping ? 'stopping' : 'running',
    written: new Date().toISOString(),
    interval: facts.interval / 1000,
    runner: {
      ...thisRunner(),
      user: userInfo().username,
      memory_peak_gb: toGigabytes(process.resourceUsage().maxRSS * 1024),
    },
    trials: view.tally.counts(view.running.size),
    running: [...view.running.values()].map((each) => runningTrial(each, now)),
    devices: facts.devices.map((device) => deviceState(device, view, facts.memory)),
    ...(left === undefined ? {} : { estimated_end: inFuture(left) }),
  };
}

function runningTrial(view: RunningView, now: number): RunningTrial {
  const { job, run, since, last, total } = view;
  const { pid, usage } = run.program;
  const left = trialTimeLeft(view, now);
  return {
    trial: job.id,
    device: run.device.label,
    ...(pid === undefined ? {} : { pid }),
    attempt: run.attempt,
    seconds: Number(((now - since) / 1000).toFixed(1)),
    ...(last === undefined ? {} : { step: last.step }),
    ...(total === undefined ? {} : { total }),
    ...(usage.memoryBytes === undefined ? {} : { memory_gb: toGigabytes(usage.memoryBytes) }),
    ...(usage.gpuBytes === undefined ? {} : { gpu_memory_gb: toGigabytes(usage.gpuBytes) }),
    ...(left === undefined ? {} : { estimated_end: inFuture(left) }),
  };
}

function deviceState({ label, uuid }: Device, { aside }: RunView, memory: DeviceMemory): DeviceState {
  const measured = uuid === undefined ? undefined : memory.get(uuid);
  const reason = aside.get(label);
  return {
    device: label,
    ...(measured === undefined
      ? {}
      : {
          memory_used_gb: toGigabytes(measured.usedBytes),
          memory_total_gb: toGigabytes(measured.totalBytes),
        }),
    ...(reason === undefined ? {} : { set_aside: reason }),
  };
}

/** A clock can be set so that this is no date; then nothing is foretold. */
const inFuture = (ms: number): string => new Date(Date.now() + Math.min(ms, 1e13)).toISOString();
