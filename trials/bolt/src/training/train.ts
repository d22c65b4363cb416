import { loadCheckpoint, log, reportProgress, saveCheckpoint, type StopRequest } from 'trials-kit';
import {
  copyParameters,
  onDevice,
  parametersIn,
  prefixed,
  type DeviceParameters,
  type Parameters,
} from '../models/parameters.js';
import { Random, type RandomState } from '../random.js';
import { Adam } from './adam.js';

export interface LossAndGradients {
  readonly loss: number;
  readonly gradients: Readonly<Record<string, Float32Array>>;
}

/** What is trained. Both functions take over the parameters, and depend on nothing but their arguments. */
export interface Objective {
  /** Loss on a batch drawn with `random`; `step` counts from 0. */
  onBatch(parameters: DeviceParameters, random: Random, step: number): LossAndGradients;
  /** Loss on held-out data, without noise. */
  heldOut(parameters: DeviceParameters): number;
}

export interface TrainingOptions {
  readonly learningRate: number;
  readonly clip: number;
  readonly maxSteps: number;
  /** Steps between two looks at the held-out loss. */
  readonly evaluateEvery: number;
  /** Training ends after this many looks that did not improve the held-out loss by `minImprovement`, a share of it. */
  readonly patience: number;
  readonly minImprovement: number;
}

export interface TrainingContext {
  readonly checkpointDir: string;
  readonly stop: StopRequest;
  readonly random: Random;
}

/** The program was asked to stop and has saved a checkpoint. */
export class StoppedError extends Error {
  constructor(step: number) {
    super(`Stopped at step ${step}, after saving a checkpoint.`);
    this.name = 'StoppedError';
  }
}

export interface Trained {
  /** Those of the lowest held-out loss. */
  readonly parameters: Parameters;
  readonly heldOutLoss: number;
  readonly steps: number;
}

const CHECKPOINT_MS = 30_000;
const POLL_EVERY = 5;

interface Counters {
  step: number;
  bestLoss: number;
  /** The loss that the next improvement is measured from. */
  reference: number;
  looksWithoutImprovement: number;
}

interface Progress {
  readonly counters: Counters;
  readonly random: Random;
  readonly current: Parameters;
  best: Parameters;
  readonly adam: Adam;
}

/**
 * Trains until the held-out loss stops improving, or for `maxSteps`. Goes on from the checkpoint where there is one,
 * with bit for bit the result of a run that was never stopped; also from one of a training with fewer `maxSteps`, since it
 * leaves one at its end.
 *
 * @throws StoppedError when a stop was asked for
 */
export async function train(
  initial: Parameters,
  objective: Objective,
  options: TrainingOptions,
  context: TrainingContext,
): Promise<Trained> {
  const progress = restored(context.checkpointDir) ?? started(initial, context.random);
  const { counters, adam, current } = progress;
  let saved = Date.now();
  let lastLoss = NaN;
  const lookNow = (): void => {
    look(progress, objective.heldOut(onDevice(current)), options);
    reportProgress(counters.step, options.maxSteps, { loss: lastLoss, held_out_loss: counters.bestLoss });
  };
  while (counters.step < options.maxSteps && counters.looksWithoutImprovement < options.patience) {
    const { loss, gradients } = objective.onBatch(onDevice(current), progress.random, counters.step);
    adam.update(current, gradients, options);
    counters.step++;
    lastLoss = loss;
    if (counters.step % options.evaluateEvery === 0) lookNow();
    if (counters.step % POLL_EVERY === 0 && (await context.stop.poll())) {
      save(context.checkpointDir, progress);
      throw new StoppedError(counters.step);
    }
    if (Date.now() - saved > CHECKPOINT_MS) {
      save(context.checkpointDir, progress);
      saved = Date.now();
    }
  }
  // Before a look that a longer training would not take: that goes on from here.
  save(context.checkpointDir, progress);
  if (counters.step % options.evaluateEvery !== 0) lookNow();
  log(
    `Trained for ${counters.step} of at most ${options.maxSteps} steps; held-out loss ${counters.bestLoss}.`,
  );
  return { parameters: progress.best, heldOutLoss: counters.bestLoss, steps: counters.step };
}

function look(progress: Progress, loss: number, { minImprovement }: TrainingOptions): void {
  const { counters } = progress;
  if (loss < counters.bestLoss) {
    counters.bestLoss = loss;
    progress.best = copyParameters(progress.current);
  }
  if (loss < counters.reference * (1 - minImprovement)) {
    counters.reference = loss;
    counters.looksWithoutImprovement = 0;
  } else {
    counters.looksWithoutImprovement++;
  }
}

function started(initial: Parameters, random: Random): Progress {
  const counters = {
    step: 0,
    bestLoss: Number.MAX_VALUE,
    reference: Number.MAX_VALUE,
    looksWithoutImprovement: 0,
  };
  return { counters, random, current: copyParameters(initial), best: initial, adam: Adam.started(initial) };
}

function save(dir: string, { counters, random, current, best, adam }: Progress): void {
  saveCheckpoint(dir, {
    tensors: {
      ...prefixed(current, 'current/'),
      ...prefixed(best, 'best/'),
      ...prefixed(adam.first, 'first/'),
      ...prefixed(adam.second, 'second/'),
    },
    state: { counters, random: random.state },
  });
}

function restored(dir: string): Progress | undefined {
  const checkpoint = loadCheckpoint(dir);
  if (checkpoint === undefined) return undefined;
  const { tensors } = checkpoint;
  const { counters, random } = checkpoint.state as { counters: Counters; random: RandomState };
  log(`Going on from step ${counters.step}.`);
  return {
    counters,
    random: Random.restored(random),
    current: parametersIn(tensors, 'current/'),
    best: parametersIn(tensors, 'best/'),
    adam: new Adam(parametersIn(tensors, 'first/'), parametersIn(tensors, 'second/'), counters.step),
  };
}
