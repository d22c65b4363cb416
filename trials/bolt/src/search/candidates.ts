import { Posterior } from '../gp/posterior.js';
import { conditioned, standardiseCounts, type Surrogate } from '../gp/surrogate.js';
import { standardise } from '../gp/standardise.js';
import { Random } from '../random.js';
import { upperConfidence } from './acquisition.js';
import { GrowingPosterior } from './growing-posterior.js';
import type { SearchOptions } from './optimise.js';

/** Points near good prompts, drawn anew in each iteration: so many good ones, so many points near each. */
const INCUMBENTS = 8;
const JITTERS = 8;
const JITTER = 0.3;

export interface CandidateSources {
  readonly surrogate: Surrogate;
  /** Encodings of random prompts, half as many as raw samples: rows × (d_i + d_x), standardised. */
  readonly realPoints: Float64Array;
  /** Mails of one reading. */
  readonly mails: number;
  readonly options: Pick<SearchOptions, 'rawSamples' | 'restarts' | 'iterations'>;
}

/** A prompt that was read: its standardised point and standardised error. */
interface Read {
  readonly point: Float64Array;
  readonly error: number;
}

interface Known {
  /** At the points that stay. */
  readonly growing: GrowingPosterior;
  readonly posterior: Posterior;
  readonly read: Read[];
}

/**
 * Where climbs may start: half of the raw samples are encodings of random prompts, half are drawn from the standard
 * normal. Both are the same for all runs, so that what the design says of them is worked out once. Points around the
 * best prompts so far are drawn in every iteration.
 */
export class CandidatePoints {
  readonly #sources: CandidateSources;
  readonly #columns: number;
  readonly #points: Float64Array;
  readonly #growing: GrowingPosterior;
  readonly #read: Read[];
  #posterior: Posterior;

  private constructor(sources: CandidateSources, points: Float64Array, { growing, posterior, read }: Known) {
    this.#sources = sources;
    this.#columns = sources.surrogate.design.columns;
    this.#points = points;
    this.#growing = growing;
    this.#posterior = posterior;
    this.#read = read;
  }

  /** After all that was read. */
  get posterior(): Posterior {
    return this.#posterior;
  }

  /** Conditioned on the surrogate's design. */
  static afterDesign(sources: CandidateSources): CandidatePoints {
    const { surrogate, options, realPoints } = sources;
    const { columns, latents } = surrogate.design;
    const random = Random.seeded(0, 'candidates');
    const drawn = Float64Array.from({ length: (options.rawSamples / 2) * columns }, () => random.normal());
    const points = joined(realPoints, drawn);
    const start = conditioned(surrogate);
    const capacity = latents.length / columns + options.iterations;
    const posterior = Posterior.of(start);
    const growing = new GrowingPosterior(posterior, points, capacity);
    const read = Array.from(start.measured.targets, (error, i) => {
      const point = start.inputs.subarray(i * columns, (i + 1) * columns);
      growing.add({ input: point, target: error, noise: start.measured.noise[i]! });
      return { point, error };
    });
    return new CandidatePoints(sources, points, { growing, posterior, read });
  }

  /** For one run: the same state, going on by itself. */
  fork(): CandidatePoints {
    const known = { growing: this.#growing.fork(), posterior: this.#posterior, read: [...this.#read] };
    return new CandidatePoints(this.#sources, this.#points, known);
  }

  /** @param latent - columns, as encoded @param error - of all mails */
  add(latent: Float64Array, error: number): void {
    const { surrogate, mails } = this.#sources;
    const counts = { errors: Float64Array.of(error), mails: Float64Array.of(mails) };
    const { targets, noise } = standardiseCounts(counts, surrogate.units);
    const point = standardise(latent, surrogate.units.inputs);
    const observation = { input: point, target: targets[0]!, noise: noise[0]! };
    this.#growing.add(observation);
    this.#posterior = this.#posterior.after(observation);
    this.#read.push({ point, error: observation.target });
  }

  /** The points of largest upper confidence bound, as many as there are restarts. */
  best(sqrtBeta: number, random: Random): Float64Array[] {
    const near = this.#nearIncumbents(random);
    const predicted = this.#posterior.predict(near);
    const bounds = (means: Float64Array, variances: Float64Array): Float64Array =>
      means.map((mean, i) => upperConfidence(mean, variances[i]!, sqrtBeta));
    const values = joined(
      bounds(this.#growing.means, this.#growing.variances),
      bounds(predicted.means, predicted.variances),
    );
    const order = [...values.keys()].sort((a, b) => values[b]! - values[a]! || a - b);
    const split = this.#growing.means.length;
    return order.slice(0, this.#sources.options.restarts).map((i) => {
      const [matrix, row] = i < split ? [this.#points, i] : [near, i - split];
      return matrix.slice(row * this.#columns, (row + 1) * this.#columns);
    });
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
