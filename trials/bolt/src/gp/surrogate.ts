import type { Tensor, Tensors } from 'trials-kit';
import type { Measurements } from './likelihood.js';
import type { NetworkShape } from './network.js';
import { Posterior, type Conditioned } from './posterior.js';
import { standardisation, standardise, type Standardisation } from './standardise.js';

/** Error rates as they were counted, and on how many mails each. */
export interface Counts {
  /** In [0, 1]. */
  readonly errors: Float64Array;
  readonly mails: Float64Array;
}

/**
 * Error rates with their variances. Each is the mean of a Beta distribution after as many mails, from a uniform one
 * before: (errors·mails + 1)/(mails + 2), with variance y(1 - y)/(mails + 3). So an error rate of 0 on few mails is
 * neither certain nor believed. Source: Gelman et al., Bayesian Data Analysis, section 2.4.
 */
export function smoothed({ errors, mails }: Counts): Measurements {
  const targets = errors.map((error, i) => (error * mails[i]! + 1) / (mails[i]! + 2));
  return { targets, noise: targets.map((y, i) => (y * (1 - y)) / (mails[i]! + 3)) };
}

/** Units in which the Gaussian process works. */
export interface Units {
  /** Of the latent dimensions, over the design. */
  readonly inputs: Standardisation;
  /** Of the smoothed error rates, over the design: one column. */
  readonly targets: Standardisation;
}

/** Latent points of prompts (rows × columns, as encoded) with their measured error rates. */
export interface Design {
  readonly latents: Float64Array;
  readonly columns: number;
  readonly counts: Counts;
}

export function unitsOf({ latents, columns, counts }: Design): Units {
  return {
    inputs: standardisation(latents, columns),
    targets: standardisation(smoothed(counts).targets, 1),
  };
}

export function standardiseCounts(counts: Counts, { targets: unit }: Units): Measurements {
  const { targets, noise } = smoothed(counts);
  const variance = unit.deviations[0]! ** 2;
  return { targets: standardise(targets, unit), noise: noise.map((value) => value / variance) };
}

/** A trained Gaussian process from prompts' latent points to their error rates: what the phase leaves behind. */
export interface Surrogate {
  /** The kernel's vector, then the network's flat weights. */
  readonly parameters: Float64Array;
  readonly network: NetworkShape | undefined;
  readonly units: Units;
  readonly design: Design;
}

/** In standardised units, and conditioned on the design. */
export function conditioned({ parameters, network, units, design }: Surrogate): Conditioned {
  const { latents, columns, counts } = design;
  return {
    parameters,
    network,
    columns,
    inputs: standardise(latents, units.inputs),
    measured: standardiseCounts(counts, units),
  };
}

/** Predicted error rates; one a row of latents. */
export interface ErrorPrediction {
  readonly means: Float64Array;
  /** Of the error rate itself. */
  readonly variances: Float64Array;
  /** Of the learned noise, which comes on top for an error rate that is measured, beside that of counting. */
  readonly noise: number;
}

/** @param latents - rows × columns, as encoded */
export function predictErrors(surrogate: Surrogate, latents: Float64Array): ErrorPrediction {
  const { units } = surrogate;
  const posterior = Posterior.of(conditioned(surrogate));
  const { means, variances } = posterior.predict(standardise(latents, units.inputs));
  const [mean, deviation] = [units.targets.means[0]!, units.targets.deviations[0]!];
  return {
    means: means.map((value) => mean + deviation * value),
    variances: variances.map((value) => deviation ** 2 * value),
    noise: deviation ** 2 * posterior.kernel.noise,
  };
}

export interface StoredSurrogate {
  readonly tensors: Tensors;
  readonly metadata: Readonly<Record<string, string>>;
}

export function storeSurrogate({ parameters, network, units, design }: Surrogate): StoredSurrogate {
  const { latents, columns, counts } = design;
  return {
    tensors: {
      parameters: vector(parameters),
      input_means: vector(units.inputs.means),
      input_deviations: vector(units.inputs.deviations),
      target_mean: vector(units.targets.means),
      target_deviation: vector(units.targets.deviations),
      latents: { shape: [latents.length / columns, columns], data: latents },
      errors: vector(counts.errors),
      mails: vector(counts.mails),
    },
    metadata: { network: JSON.stringify(network ?? null) },
  };
}

export function loadSurrogate({ tensors, metadata }: StoredSurrogate): Surrogate {
  const data = (name: string): Float64Array => tensors[name]!.data as Float64Array;
  return {
    parameters: data('parameters'),
    network: (JSON.parse(metadata['network']!) as NetworkShape | null) ?? undefined,
    units: {
      inputs: { means: data('input_means'), deviations: data('input_deviations') },
      targets: { means: data('target_mean'), deviations: data('target_deviation') },
    },
    design: {
      latents: data('latents'),
      columns: tensors['latents']!.shape[1]!,
      counts: { errors: data('errors'), mails: data('mails') },
    },
  };
}

const vector = (data: Float64Array): Tensor => ({ shape: [data.length], data });
