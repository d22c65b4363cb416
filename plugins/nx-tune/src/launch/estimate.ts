/** Points of a program's progress: `at` in ms of a clock that does not jump. */
export interface Pace {
  readonly step: number;
  readonly at: number;
}

/**
 * Milliseconds until a program reaches its last step, if it goes on as from `first` to `last`.
 * Undefined where that does not tell.
 */
export function timeLeft(first: Pace, last: Pace, total: number, now: number): number | undefined {
  const steps = last.step - first.step;
  if (steps <= 0 || last.at <= first.at || total < last.step) return undefined;
  const perStep = (last.at - first.at) / steps;
  return Math.max(0, (total - last.step) * perStep - (now - last.at));
}

export interface PhaseWork {
  /** How long each finished trial took, in ms, all its attempts together. */
  readonly finished: readonly number[];
  /** Of each running trial: how long it has run, and what is left by its own pace where that is known. Both in ms. */
  readonly running: readonly { readonly elapsed: number; readonly left?: number | undefined }[];
  /** Trials not begun, those of later tiers included. */
  readonly waiting: number;
  readonly devices: number;
}

/**
 * Milliseconds until all of it is done: the work left, by the mean duration of a trial, over the devices. Where no trial
 * has finished yet, the pace of the running ones stands for it. Undefined where nothing tells.
 */
export function phaseTimeLeft({ finished, running, waiting, devices }: PhaseWork): number | undefined {
  const whole = running.flatMap(({ elapsed, left }) => (left === undefined ? [] : [elapsed + left]));
  const known = finished.length > 0 ? finished : whole;
  if (known.length === 0 || devices === 0) return undefined;
  const mean = known.reduce((sum, each) => sum + each, 0) / known.length;
  const lefts = running.map(({ elapsed, left }) => left ?? Math.max(0, mean - elapsed));
  const work = lefts.reduce((sum, each) => sum + each, waiting * mean);
  // The last of them cannot be shared among devices.
  return Math.max(work / devices, ...lefts);
}
