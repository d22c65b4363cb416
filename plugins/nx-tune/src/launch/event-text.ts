import { describeHolder, type Device, type DeviceWait } from '../device/index.js';
import type { Run } from './events.js';
import type { Job } from './job.js';
import type { AttemptOutcome } from './outcome.js';

/** Sentences about events, the same in the terminal and in executor.log. */

export function waitingText(id: string, waits: readonly DeviceWait[]): string {
  const holders = waits.map(({ device, holder }) => `${device.label} is with ${describeHolder(holder)}`);
  return `${id} waits for a device: ${holders.join('; ')}`;
}

export const startedText = ({ id }: Job, { device, attempt }: Run): string =>
  `${id} started on ${device.label}${attempt > 1 ? `, attempt ${attempt}` : ''}`;

export const setAsideText = ({ label }: Device, reason: string): string =>
  `Warning: ${label} is set aside and gets no more trials in this run: ${reason}`;

export function endedText(
  { id }: Job,
  outcome: AttemptOutcome,
  attempt: { number: number; of: number },
): string {
  const after = duration(outcome.end.seconds);
  if (outcome.kind === 'complete') return `${id} finished in ${after}`;
  if (outcome.kind === 'interrupted') return `${id} interrupted after ${after}`;
  const again = outcome.retry && attempt.number < attempt.of ? ', will be tried again' : '';
  return `${id} failed: ${outcome.detail} (attempt ${attempt.number} of ${attempt.of}${again})`;
}

export function duration(seconds: number): string {
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 120) return `${Math.round(seconds)} s`;
  if (seconds < 7200) return `${Math.round(seconds / 60)} min`;
  return `${(seconds / 3600).toFixed(1)} h`;
}
