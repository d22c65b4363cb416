/** A Gaussian process from a prompt's latent point to the error of its reader: what the search for prompts asks. */
import { booleanParameter, numberParameter, type TrialConfig } from 'trials-kit';
import type { Measured } from '../data/design.js';
import { encodePrompts, readEncoders } from '../gp/latents.js';
import { inputLengthscales } from '../gp/lengthscales.js';
import type { Problem } from '../gp/objective.js';
import {
  conditioned,
  predictErrors,
  smoothed,
  standardiseCounts,
  storeSurrogate,
  unitsOf,
  type Counts,
  type Surrogate,
} from '../gp/surrogate.js';
import { standardise } from '../gp/standardise.js';
import { fit } from '../gp/training.js';
import {
  calibrationError,
  lengthscaleRatio,
  nllHeldout,
  rmse,
  spearmanCorrelation,
} from '../metrics/index.js';
import type { VaeModel } from '../models/vae.js';
import type { Phase } from '../phase.js';
import { Random } from '../random.js';

const STEPS = 200;
const NETWORK_HIDDEN = 32;

export const gp: Phase = async ({ config, data, upstream, checkpointDir, stop }) => {
  const encoders = readEncoders(upstream);
  const encode = (design: readonly Measured[]): Float64Array =>
    encodePrompts(
      encoders,
      data,
      design.map(({ prompt }) => prompt),
    );
  const columns = encoders.model.instructionLatent + encoders.model.set.latent;
  const design = { latents: encode(data.design), columns, counts: countsOf(data.design) };
  const units = unitsOf(design);
  const problem: Problem = {
    inputs: standardise(design.latents, units.inputs),
    columns,
    measured: standardiseCounts(design.counts, units),
    network: networkOf(config, columns),
    lengthscalePrior: numberParameter(config, 'lengthscale_prior'),
  };
  const options = { learningRate: numberParameter(config, 'gp_lr'), steps: STEPS };
  const random = Random.seeded(config.seed, 'gp');
  const parameters = await fit(problem, options, { checkpointDir, stop, random });
  const surrogate = { parameters, network: problem.network, units, design };
  const heldOut = { latents: encode(data.designHoldOut), counts: countsOf(data.designHoldOut) };
  return {
    metrics: { ...heldOutMetrics(surrogate, heldOut), ...ratio(surrogate, encoders.model) },
    artifact: storeSurrogate(surrogate),
  };
};

function networkOf(config: TrialConfig, inputs: number) {
  if (!booleanParameter(config, 'use_deep_kernel')) return undefined;
  return { inputs, hidden: NETWORK_HIDDEN, outputs: numberParameter(config, 'dkl_output_dim') };
}

const countsOf = (design: readonly Measured[]): Counts => ({
  errors: Float64Array.from(design, ({ error }) => error),
  mails: Float64Array.from(design, ({ fidelity }) => fidelity),
});

/** Against the error rates that were measured, so the predictive variance is of a measurement: counting adds its own. */
function heldOutMetrics(surrogate: Surrogate, heldOut: { latents: Float64Array; counts: Counts }) {
  const { means, variances, noise } = predictErrors(surrogate, heldOut.latents);
  const counting = smoothed(heldOut.counts).noise;
  const predictive = variances.map((variance, i) => variance + noise + counting[i]!);
  const { errors } = heldOut.counts;
  return {
    spearman_correlation: spearmanCorrelation(means, errors),
    rmse: rmse(means, errors),
    calibration_error: calibrationError(means, predictive, errors),
    nll_heldout: nllHeldout(means, predictive, errors),
  };
}

function ratio(surrogate: Surrogate, model: VaeModel) {
  const lengthscales = inputLengthscales(conditioned(surrogate));
  const instruction = lengthscales.subarray(0, model.instructionLatent);
  return { lengthscale_ratio: lengthscaleRatio(instruction, lengthscales.subarray(model.instructionLatent)) };
}
