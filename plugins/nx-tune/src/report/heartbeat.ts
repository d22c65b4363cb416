import { readFileSync, statSync } from 'node:fs';
import { hostname } from 'node:os';
import { basename, join } from 'node:path';
import type { DeviceState, Heartbeat, RunningTrial, TrialCounts } from '../results/heartbeat.js';
import { isMissing } from '../results/json.js';
import { layoutOf } from '../results/layout.js';
import { writerLives } from '../results/writer.js';
import type { RunContext } from './context.js';
import { formatDuration, formatNumber } from './numbers.js';

/** A busy disk may delay a beat or two. */
const MISSED_BEATS = 3;

/**
 * What the runner said last of itself. It rewrites the file while it lives, so the file's own time says when it last
 * did; a torn or foreign file says no more than that.
 */
export function heartbeatLines({ workspaceRoot, resultsDir, spec }: RunContext, now: number): string[] {
  const file = join(workspaceRoot, layoutOf(basename(resultsDir)).file('heartbeat'));
  try {
    const age = Math.max(0, now - statSync(file).mtimeMs);
    const beat = parse(readFileSync(file, 'utf8'));
    const ago = `${formatDuration(age / 1000)} ago`;
    if (beat.state === 'ended') return [`No runner is alive: the last one ended ${ago}`];
    if (wasKilled(beat))
      return [`No runner is alive: the last one was killed, its last heartbeat was ${ago}`];
    if (age > MISSED_BEATS * (beat.interval === undefined ? spec.runtime.heartbeat : beat.interval * 1000))
      return [`No runner is alive, or it hangs: its last heartbeat was ${ago}`];
    return [aliveLine(beat, ago, now), ...detailLines(beat, now)];
  } catch (error) {
    if (isMissing(error)) return ['No runner has left a heartbeat'];
    throw error;
  }
}

function parse(text: string): Partial<Heartbeat> {
  try {
    const value = JSON.parse(text) as Partial<Heartbeat> | null;
    return value !== null && typeof value === 'object' ? value : {};
  } catch {
    return {};
  }
}

/** Only for a runner of this host. */
function wasKilled({ runner }: Partial<Heartbeat>): boolean {
  return runner?.host === hostname() && !writerLives(runner.pid);
}

function aliveLine(
  { state, runner, estimated_end: end }: Partial<Heartbeat>,
  ago: string,
  now: number,
): string {
  const who = runner === undefined ? '' : ` (process ${runner.pid} on ${runner.host})`;
  const until = end === undefined ? '' : `, this phase ends in about ${durationUntil(end, now)}`;
  return `A runner is ${state === 'stopping' ? 'stopping' : 'alive'}${who}: heartbeat ${ago}${until}`;
}

const durationUntil = (end: string, now: number): string =>
  formatDuration(Math.max(0, (Date.parse(end) - now) / 1000));

function detailLines({ trials, running = [], devices = [] }: Partial<Heartbeat>, now: number): string[] {
  return [
    ...(trials === undefined ? [] : [countsLine(trials)]),
    ...running.map((each) => runningLine(each, now)),
    ...devices.flatMap(deviceLine),
  ];
}

function countsLine({
  total,
  finished,
  failed,
  reused,
  pruned = 0,
  running,
  waiting,
  interrupted,
  errors,
}: TrialCounts): string {
  const parts = Object.entries({ finished, failed, reused, pruned, running, waiting, interrupted, errors });
  const shown = parts.filter(([, count]) => count > 0).map(([name, count]) => `${count} ${name}`);
  return `  its ${total === 1 ? 'trial' : `${total} trials`}: ${shown.join(', ')}`;
}

function runningLine(trial: RunningTrial, now: number): string {
  const { device, pid, attempt, seconds, step, total, memory_gb: memory, gpu_memory_gb: gpu } = trial;
  const parts = [
    ...(pid === undefined ? [] : [`process ${pid}`]),
    ...(attempt > 1 ? [`attempt ${attempt}`] : []),
    ...(step === undefined ? [] : [`step ${step}${total === undefined ? '' : ` of ${total}`}`]),
    formatDuration(seconds),
    ...(memory === undefined ? [] : [`${formatNumber(memory)} GB`]),
    ...(gpu === undefined ? [] : [`GPU ${formatNumber(gpu)} GB`]),
    ...(trial.estimated_end === undefined
      ? []
      : [`ends in about ${durationUntil(trial.estimated_end, now)}`]),
  ];
  return `  ${trial.trial} on ${device}: ${parts.join(', ')}`;
}

/** Devices of which there is more to say than their name. */
function deviceLine({
  device,
  memory_used_gb: used,
  memory_total_gb: total,
  set_aside: why,
}: DeviceState): string[] {
  const memory =
    used === undefined || total === undefined
      ? []
      : [`${formatNumber(used)} of ${formatNumber(total)} GB used`];
  const parts = [...memory, ...(why === undefined ? [] : [`set aside: ${why}`])];
  return parts.length === 0 ? [] : [`  ${device}: ${parts.join('; ')}`];
}
