import type { SampledTrial } from './types.js';

/** Whether a trial says how good its values are. */
export function isObserved(trial: SampledTrial): trial is SampledTrial & { readonly objective: number } {
  return trial.objective !== null && Number.isFinite(trial.objective);
}

/** Larger is better; mean 0 and variance 1, or all 0 where all are equal. */
export function standardise(objectives: readonly number[], maximize: boolean): Float64Array {
  // Halves of the largest magnitude cannot overflow when squared and summed.
  const largest = Math.max(...objectives.map(Math.abs), Number.MIN_VALUE);
  const y = Float64Array.from(objectives, (objective) => (maximize ? 1 : -1) * (objective / largest));
  const mean = y.reduce((sum, value) => sum + value, 0) / y.length;
  const deviation = Math.sqrt(y.reduce((sum, value) => sum + (value - mean) ** 2, 0) / y.length);
  return y.map((value) => (deviation > 0 ? (value - mean) / deviation : 0));
}

/** Whether a trial may win: it has an objective and passes the gate. */
export function isGood(trial: SampledTrial): boolean {
  return isObserved(trial) && trial.feasible !== false;
}
