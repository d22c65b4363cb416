/** Bayesian optimisation of prompts in latent space: one run from one seed. */
import { standardise } from '../gp/standardise.js';
import type { Posterior } from '../gp/posterior.js';
import type { Surrogate } from '../gp/surrogate.js';
import { Random } from '../random.js';
import type { Prompt, Reader } from '../reader.js';
import { climb, sqrtBetaAt, upperConfidence } from './acquisition.js';
import type { CandidatePoints } from './candidates.js';
import type { Decoded, Decoder } from './decoder.js';

export interface SearchOptions {
  readonly iterations: number;
  readonly ucbBeta: number;
  readonly restarts: number;
  readonly rawSamples: number;
  readonly cosineThreshold: number;
  readonly distanceWeight: number;
  readonly noiseScale: number;
}

export interface SearchSetting {
  readonly surrogate: Surrogate;
  readonly decoder: Decoder;
  readonly reader: Reader;
  /** Prompts that were read before the search. */
  readonly known: readonly Prompt[];
  readonly options: SearchOptions;
  /** After the design; every run goes on from here. */
  readonly candidates: CandidatePoints;
  /** Mean distance of two design points, standardised: the unit of gaps. */
  readonly unit: number;
}

/** What one iteration did. Plain numbers and lists, so that a checkpoint can hold it. */
export interface Iteration {
  readonly decoded: number;
  readonly rejected: number;
  /** Absent when all candidates were rejected. */
  readonly read?: {
    readonly prompt: Prompt;
    readonly error: number;
    /** What the prompt encodes to, as encoded. */
    readonly realised: readonly number[];
    /** What was wished for, standardised. */
    readonly wished: readonly number[];
  };
}

/** Gaps up to this share of the unit are not held against a candidate. */
const FREE_GAP = 0.3;

/** A run that can go on from the iterations it has: all it draws depends on its seed and the iteration's number. */
export class Search {
  readonly iterations: Iteration[] = [];
  readonly #setting: SearchSetting;
  readonly #seed: number;
  readonly #candidates: CandidatePoints;
  readonly #seen: Set<string>;

  constructor(setting: SearchSetting, seed: number, iterations: readonly Iteration[] = []) {
    this.#setting = setting;
    this.#seed = seed;
    this.#seen = new Set(setting.known.map(promptKey));
    this.#candidates = setting.candidates.fork();
    for (const iteration of iterations) this.#remember(iteration);
  }

  get finished(): boolean {
    return this.iterations.length >= this.#setting.options.iterations;
  }

  /** One iteration: candidates, climbs, decoding, rejection, and one reading. */
  advance(): void {
    const { surrogate, options, decoder, reader } = this.#setting;
    const number = this.iterations.length;
    const random = Random.seeded(this.#seed, `iteration ${number}`);
    const sqrtBeta = sqrtBetaAt(options.ucbBeta, number, options.iterations);
    const { posterior } = this.#candidates;
    const starts = this.#candidates.best(sqrtBeta, random);
    const wished = starts.map((start) =>
      climb(posterior, start, sqrtBeta).map((value) => value + options.noiseScale * random.normal()),
    );
    const decoded = decoder.decode(toLatents(wished, surrogate));
    const accepted = decoded.flatMap((candidate, i) =>
      this.#accepts(candidate) ? [{ candidate, wish: wished[i]! }] : [],
    );
    const counts = { decoded: decoded.length, rejected: decoded.length - accepted.length };
    if (accepted.length === 0) {
      this.#remember(counts);
      return;
    }
    const realised = toStandard(
      accepted.map(({ candidate }) => candidate.realised),
      surrogate,
    );
    const scores = this.#scores(posterior, realised, { wishes: accepted.map(({ wish }) => wish), sqrtBeta });
    const { candidate, wish } = accepted[scores.indexOf(Math.max(...scores))]!;
    const error = reader.error(candidate.prompt);
    const read = { prompt: candidate.prompt, error, realised: [...candidate.realised], wished: [...wish] };
    this.#remember({ ...counts, read });
  }

  #accepts({ cosine, prompt }: Decoded): boolean {
    return cosine >= this.#setting.options.cosineThreshold && !this.#seen.has(promptKey(prompt));
  }

  #scores(
    posterior: Posterior,
    realised: Float64Array,
    { wishes, sqrtBeta }: { wishes: readonly Float64Array[]; sqrtBeta: number },
  ): number[] {
    const { options, unit } = this.#setting;
    const { means, variances } = posterior.predict(realised);
    return wishes.map((wish, i) => {
      const point = realised.subarray(i * wish.length, (i + 1) * wish.length);
      const gap = Math.hypot(...wish.map((value, j) => value - point[j]!)) / unit;
      const penalty = options.distanceWeight * Math.max(0, gap - FREE_GAP);
      return upperConfidence(means[i]!, variances[i]!, sqrtBeta) - penalty;
    });
  }

  #remember(iteration: Iteration): void {
    this.iterations.push(iteration);
    if (iteration.read === undefined) return;
    this.#seen.add(promptKey(iteration.read.prompt));
    this.#candidates.add(Float64Array.from(iteration.read.realised), iteration.read.error);
  }
}

/** Prompts with the same exemplars in another order are the same to the reader. */
export const promptKey = ({ instruction, exemplars }: Prompt): string =>
  `${instruction}:${[...exemplars].sort((a, b) => a - b).join(',')}`;

/** Standardised points to latent points, below one another. */
export function toLatents(points: readonly Float64Array[], { units }: Surrogate): Float64Array {
  const { means, deviations } = units.inputs;
  return Float64Array.from(
    points.flatMap((point) => [...point.map((value, j) => means[j]! + deviations[j]! * value)]),
  );
}

const toStandard = (latents: readonly Float64Array[], { units }: Surrogate): Float64Array =>
  standardise(Float64Array.from(latents.flatMap((row) => [...row])), units.inputs);
