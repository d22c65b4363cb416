/** What tuning is for. Pure functions; undefined where the value is not defined. */
import { mean, usable, type Numbers } from './arrays.js';

/** One run's accuracy says little: its standard deviation between seeds exceeds most parameters' effects. */
const MIN_SEEDS = 3;

/**
 * final_accuracy: dev-test accuracy of the prompt that is best on validation mail, averaged over optimisation seeds.
 * In [0, 1], larger is better.
 *
 * @param errors - dev-test error rate in [0, 1] of each seed's best prompt
 * @returns undefined for fewer than three seeds or a number that is not finite
 */
export function finalAccuracy(errors: Numbers): number | undefined {
  return errors.length < MIN_SEEDS || !usable(errors) ? undefined : 1 - mean(errors);
}

/**
 * sample_efficiency: accuracy per reader call. Positive, larger is better.
 *
 * @param accuracy - final accuracy in [0, 1]
 * @param readerCalls - mails labelled by the reader on the way to the result, per seed
 * @returns undefined when there was no accuracy or no call
 */
export function sampleEfficiency(accuracy: number | undefined, readerCalls: number): number | undefined {
  if (accuracy === undefined || !usable([accuracy, readerCalls]) || readerCalls <= 0) return undefined;
  return accuracy / readerCalls;
}
