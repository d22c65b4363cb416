/** The search for prompts: Bayesian optimisation in latent space, read by the reader, from several seeds. */
import {
  loadCheckpoint,
  log,
  numberParameter,
  reportProgress,
  saveCheckpoint,
  type TrialConfig,
} from 'trials-kit';
import type { PreparedData } from '../data/files.js';
import { randomPrompt } from '../data/pool.js';
import { readEncoders } from '../gp/latents.js';
import { standardise } from '../gp/standardise.js';
import { loadSurrogate, type Surrogate } from '../gp/surrogate.js';
import {
  bestErrorRate,
  convergenceSpeed,
  finalAccuracy,
  improvementRate,
  rejectionRate,
  sampleEfficiency,
  systemGap,
} from '../metrics/index.js';
import { parametersIn } from '../models/parameters.js';
import type { Artifact, Phase, PhaseInput } from '../phase.js';
import { Random } from '../random.js';
import { SimilarityReader, type Prompt } from '../reader.js';
import { CandidatePoints } from '../search/candidates.js';
import { PromptDecoder } from '../search/decoder.js';
import { Search, type Iteration, type SearchOptions, type SearchSetting } from '../search/optimise.js';
import { meanDistance } from '../search/distance.js';
import { StoppedError } from '../training/train.js';

const DEFAULT_ITERATIONS = 30;
/** Optimisation seeds: the result of one run depends on its seed more than on most parameters. */
const SEEDS = 3;

export const inference: Phase = async (input) => {
  const { config, data } = input;
  const setting = settingOf(input);
  const runs = await searchAll(setting, input);
  const devTest = new SimilarityReader(data.devTest, data);
  const winners = runs.map((iterations) => bestPrompt(data, iterations));
  const accuracy = finalAccuracy(winners.map(({ prompt }) => devTest.error(prompt)));
  return {
    metrics: {
      ...searchMetrics(setting, data, runs),
      final_accuracy: accuracy,
      sample_efficiency: sampleEfficiency(accuracy, meanReaderCalls(data, runs)),
    },
    artifact: winnersArtifact(winners, config),
  };
};

function settingOf({ config, data, upstream }: PhaseInput): SearchSetting {
  const encoders = readEncoders(upstream);
  const scorer = parametersIn(upstream['scorer']!.tensors, '');
  const parameters = { ...encoders.parameters, ...scorer };
  const decoder = new PromptDecoder(data, { ...encoders, parameters }, numberParameter(config, 'mmr_lambda'));
  const surrogate = loadSurrogate(upstream['gp']!);
  const options = searchOptions(config);
  const { latents, columns } = surrogate.design;
  const reader = new SimilarityReader(data.validation, data);
  const sizes = { count: options.rawSamples / 2, instructions: data.heldOut.length };
  const realPoints = encodeRandomPrompts(surrogate, decoder, sizes);
  return {
    surrogate,
    decoder,
    reader,
    known: data.design.map(({ prompt }) => prompt),
    options,
    candidates: CandidatePoints.afterDesign({ surrogate, realPoints, mails: reader.mails, options }),
    unit: meanDistance(standardise(latents, surrogate.units.inputs), columns),
  };
}

const searchOptions = (config: TrialConfig): SearchOptions => ({
  iterations: numberParameter(config, 'search_iterations', DEFAULT_ITERATIONS),
  ucbBeta: numberParameter(config, 'ucb_beta'),
  restarts: numberParameter(config, 'num_restarts'),
  rawSamples: numberParameter(config, 'raw_samples'),
  cosineThreshold: numberParameter(config, 'cosine_sim_threshold'),
  distanceWeight: numberParameter(config, 'distance_weight'),
  noiseScale: numberParameter(config, 'latent_noise_scale'),
});

/** Prompts that are encoded at once: bounds the memory of the set encoder. */
const CHUNK = 128;

function encodeRandomPrompts(
  surrogate: Surrogate,
  decoder: PromptDecoder,
  { count, instructions }: { count: number; instructions: number },
): Float64Array {
  const random = Random.seeded(0, 'real points');
  const points = new Float64Array(count * surrogate.design.columns);
  for (let done = 0; done < count; done += CHUNK) {
    const size = Math.min(CHUNK, count - done);
    const prompts = Array.from({ length: size }, () => randomPrompt(random, instructions));
    points.set(standardise(decoder.encode(prompts), surrogate.units.inputs), done * surrogate.design.columns);
  }
  return points;
}

/** Runs all seeds, from the checkpoint where there is one. A seed takes seconds: its end is saved, and a stop. */
async function searchAll(
  setting: SearchSetting,
  { config, checkpointDir, stop }: PhaseInput,
): Promise<Iteration[][]> {
  const { iterations } = setting.options;
  const runs = (loadCheckpoint(checkpointDir)?.state ?? []) as Iteration[][];
  for (let index = 0; index < SEEDS; index++) {
    const search = new Search(setting, SEEDS * config.seed + index, runs[index]);
    runs[index] = search.iterations;
    while (!search.finished) {
      search.advance();
      const step = index * iterations + search.iterations.length;
      const stopped = await stop.poll();
      if (stopped || search.finished) saveCheckpoint(checkpointDir, { tensors: {}, state: runs });
      reportProgress(step, SEEDS * iterations, { error: search.iterations.at(-1)?.read?.error ?? NaN });
      if (stopped) throw new StoppedError(step);
    }
  }
  return runs;
}

/** The prompt with the smallest error on all validation mails, of the design and the run; ties go to the earlier. */
function bestPrompt(data: PreparedData, iterations: readonly Iteration[]): { prompt: Prompt; error: number } {
  const full = data.design.filter(({ fidelity }) => fidelity === data.validation.labels.length);
  const read = iterations.flatMap(({ read }) => (read === undefined ? [] : [read]));
  return [...full, ...read].reduce((best, next) => (next.error < best.error ? next : best));
}

/** Means over the seeds; a value that is missing for one seed is missing. */
function searchMetrics(setting: SearchSetting, data: PreparedData, runs: readonly Iteration[][]) {
  const start = bestPrompt(data, []).error;
  const paths = runs.map((run) => ({ start, errors: run.map(({ read }) => read?.error ?? null) }));
  const sum = (of: (iteration: Iteration) => number): number =>
    runs.flat().reduce((total, next) => total + of(next), 0);
  return {
    system_gap: gapOf(setting, runs),
    rejection_rate: rejectionRate(
      sum(({ rejected }) => rejected),
      sum(({ decoded }) => decoded),
    ),
    improvement_rate: meanOf(paths.map(improvementRate)),
    best_error_rate: meanOf(paths.map(bestErrorRate)),
    convergence_speed: meanOf(paths.map(convergenceSpeed)),
  };
}

function gapOf({ surrogate }: SearchSetting, runs: readonly Iteration[][]): number | undefined {
  const reads = runs.flat().flatMap(({ read }) => (read === undefined ? [] : [read]));
  const { inputs } = surrogate.units;
  const realised = standardise(Float64Array.from(reads.flatMap((read) => read.realised)), inputs);
  const wished = Float64Array.from(reads.flatMap((read) => read.wished));
  return systemGap(wished, realised, standardise(surrogate.design.latents, inputs), surrogate.design.columns);
}

function meanOf(values: readonly (number | undefined)[]): number | undefined {
  let sum = 0;
  for (const value of values) {
    if (value === undefined) return undefined;
    sum += value;
  }
  return sum / values.length;
}

/** Mails labelled for one seed: those of the design, each once, and all validation mails a reading. */
function meanReaderCalls(data: PreparedData, runs: readonly Iteration[][]): number {
  const design = data.design.reduce((sum, { fidelity }) => sum + fidelity, 0);
  const readings = runs.flat().filter(({ read }) => read !== undefined).length;
  return design + (readings * data.validation.labels.length) / runs.length;
}

/** The prompts that an artifact of this phase holds, one a seed. */
export function winnersOf({ tensors }: Pick<Artifact, 'tensors'>): Prompt[] {
  const { shape, data } = tensors['exemplars']!;
  const width = shape[1]!;
  return Array.from(tensors['instruction']!.data, (instruction, i) => ({
    instruction,
    exemplars: [...data.subarray(i * width, (i + 1) * width)],
  }));
}

/** The best prompt of each seed, for `finish`. */
function winnersArtifact(
  winners: readonly { prompt: Prompt; error: number }[],
  config: TrialConfig,
): Artifact {
  log(`Validation errors of the best prompts: ${winners.map(({ error }) => error).join(', ')}.`);
  const exemplars = Int32Array.from(winners.flatMap(({ prompt }) => prompt.exemplars));
  return {
    tensors: {
      instruction: {
        shape: [winners.length],
        data: Int32Array.from(winners, ({ prompt }) => prompt.instruction),
      },
      exemplars: { shape: [winners.length, exemplars.length / winners.length], data: exemplars },
      error: { shape: [winners.length], data: Float64Array.from(winners, ({ error }) => error) },
    },
    metadata: { seed: String(config.seed) },
  };
}
