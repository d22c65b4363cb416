import { loadCheckpoint, log, reportProgress, saveCheckpoint } from 'trials-kit';
import { StoppedError, type TrainingContext } from '../training/train.js';
import { ascend, startAscent, type Ascent } from './adam.js';
import { initialParameters, logPosterior, type Problem } from './objective.js';

export interface FitOptions {
  /** Adam's rate, in units of the parameters: logarithms of lengthscales, weights of the network. */
  readonly learningRate: number;
  readonly steps: number;
}

const PROGRESS_EVERY = 25;
const POLL_EVERY = 5;
const CHECKPOINT_MS = 30_000;
const ARRAYS = ['parameters', 'firstMoment', 'secondMoment'] as const;

/**
 * Climbs the log posterior by Adam for a fixed number of steps. Goes on from the checkpoint where there is one, with
 * bit for bit the result of a run that was never stopped.
 *
 * @returns the kernel's vector, then the network's flat weights
 * @throws StoppedError when a stop was asked for
 * @throws NotPositiveDefiniteError when the steps lead to a covariance that is not
 */
export async function fit(
  problem: Problem,
  { learningRate, steps }: FitOptions,
  { checkpointDir, stop, random }: TrainingContext,
): Promise<Float64Array> {
  let ascent = restored(checkpointDir) ?? startAscent(initialParameters(problem, random));
  let saved = Date.now();
  while (ascent.step < steps) {
    const { value, gradient } = logPosterior(problem, ascent.parameters);
    ascent = ascend(ascent, gradient, learningRate);
    if (ascent.step % PROGRESS_EVERY === 0) reportProgress(ascent.step, steps, { log_posterior: value });
    if (ascent.step % POLL_EVERY === 0 && (await stop.poll())) {
      save(checkpointDir, ascent);
      throw new StoppedError(ascent.step);
    }
    if (Date.now() - saved > CHECKPOINT_MS) {
      save(checkpointDir, ascent);
      saved = Date.now();
    }
  }
  return ascent.parameters;
}

function save(dir: string, ascent: Ascent): void {
  const tensors = ARRAYS.map((name) => [name, { shape: [ascent[name].length], data: ascent[name] }]);
  saveCheckpoint(dir, { tensors: Object.fromEntries(tensors), state: { step: ascent.step } });
}

function restored(dir: string): Ascent | undefined {
  const checkpoint = loadCheckpoint(dir);
  if (checkpoint === undefined) return undefined;
  const { step } = checkpoint.state as { step: number };
  const [parameters, firstMoment, secondMoment] = ARRAYS.map(
    (name) => checkpoint.tensors[name]!.data as Float64Array,
  );
  log(`Going on from step ${step}.`);
  return { parameters: parameters!, firstMoment: firstMoment!, secondMoment: secondMoment!, step };
}
