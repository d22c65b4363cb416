import { Posterior } from '../gp/posterior.js';
import { conditioned, standardiseCounts } from '../gp/surrogate.js';
import { standardise } from '../gp/standardise.js';
import { Random } from '../random.js';
import { upperConfidence } from './acquisition.js';
import { GrowingPosterior } from './growing-posterior.js';
import type { SearchSetting } from './optimise.js';

/** Points near good prompts, drawn anew in each iteration: so many good ones, so many points near each. */
const INCUMBENTS = 8;
const JITTERS = 16;
const JITTER = 0.3;

/**
 * Where climbs may start: half of the raw samples are encodings of random prompts, half are drawn from the standard
 * normal; both are drawn once a run. Points around the best prompts so far are drawn in every iteration.
 */
export class CandidatePoints {
  readonly #setting: SearchSetting;
  readonly #columns: number;
  readonly #points: Float64Array;
  readonly #growing: GrowingPosterior;
  /** Standardised points of prompts that were read, with their standardised errors. */
  readonly #read: { readonly point: Float64Array; readonly error: number }[] = [];

  constructor(setting: SearchSetting, seed: number) {
    const { surrogate, options } = setting;
    const { columns, latents } = surrogate.design;
    this.#setting = setting;
    this.#columns = columns;
    const random = Random.seeded(seed, 'candidates');
    const drawn = Float64Array.from({ length: (options.rawSamples / 2) * columns }, () => random.normal());
    this.#points = joined(setting.realPoints, drawn);
    const start = conditioned(surrogate);
    const capacity = latents.length / columns + options.iterations;
    this.#growing = new GrowingPosterior(new Posterior(start), this.#points, capacity);
    start.measured.targets.forEach((target, i) => {
      const input = start.inputs.subarray(i * columns, (i + 1) * columns);
      this.#observe(input, target, start.measured.noise[i]!);
    });
  }

  /** @param latent - columns, as encoded @param error - of all mails */
  add(latent: Float64Array, error: number): void {
    const { surrogate, reader } = this.#setting;
    const counts = { errors: Float64Array.of(error), mails: Float64Array.of(reader.mails) };
    const { targets, noise } = standardiseCounts(counts, surrogate.units);
    this.#observe(standardise(latent, surrogate.units.inputs), targets[0]!, noise[0]!);
  }

  /** The points of largest upper confidence bound, as many as there are restarts. */
  best(posterior: Posterior, sqrtBeta: number, random: Random): Float64Array[] {
    const near = this.#nearIncumbents(random);
    const predicted = posterior.predict(near);
    const bounds = (means: Float64Array, variances: Float64Array): Float64Array =>
      means.map((mean, i) => upperConfidence(mean, variances[i]!, sqrtBeta));
    const values = joined(
      bounds(this.#growing.means, this.#growing.variances),
      bounds(predicted.means, predicted.variances),
    );
    const order = [...values.keys()].sort((a, b) => values[b]! - values[a]! || a - b);
    const split = this.#growing.means.length;
    return order.slice(0, this.#setting.options.restarts).map((i) => {
      const [matrix, row] = i < split ? [this.#points, i] : [near, i - split];
      return matrix.slice(row * this.#columns, (row + 1) * this.#columns);
    });
  }

  #observe(input: Float64Array, target: number, noise: number): void {
    this.#growing.add({ input, target, noise });
    this.#read.push({ point: input, error: target });
  }

  #nearIncumbents(random: Random): Float64Array {
    const best = [...this.#read].sort((a, b) => a.error - b.error).slice(0, INCUMBENTS);
    const points = best.flatMap(({ point }) =>
      Array.from({ length: JITTERS }, () => point.map((value) => value + JITTER * random.normal())),
    );
    return Float64Array.from(points.flatMap((point) => [...point]));
  }
}

function joined(a: Float64Array, b: Float64Array): Float64Array {
  const both = new Float64Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}
