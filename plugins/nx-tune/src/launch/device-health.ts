import type { Device } from '../device/index.js';
import type { AttemptOutcome } from './outcome.js';

/** One failure may be an accident of the program; a device that cannot be used fails whatever is given to it. */
const FAILURES_IN_A_ROW = 2;

/** Counts, for each device, the attempts that ended one after another with an error of the device. */
export class DeviceHealth {
  readonly #failures = new Map<string, number>();

  /** Why the device should not be used any more; undefined while it may be. */
  note({ leaseName }: Device, outcome: AttemptOutcome): string | undefined {
    if (outcome.kind === 'interrupted') return undefined;
    const broken = outcome.kind === 'failed' && outcome.cause === 'device';
    const failures = broken ? (this.#failures.get(leaseName) ?? 0) + 1 : 0;
    this.#failures.set(leaseName, failures);
    if (failures < FAILURES_IN_A_ROW) return undefined;
    return `${failures} attempts in a row ended there with a device error, the last with: ${lastError(outcome)}`;
  }
}

/** The line that says most: the last that names an error. */
function lastError({ end: { lastLines } }: AttemptOutcome): string {
  const lines = lastLines.map((line) => line.trim()).filter((line) => line !== '');
  return lines.findLast((line) => /error|CUDA|GPU/i.test(line)) ?? lines.at(-1) ?? 'no output';
}
