import { expect, test } from 'vitest';
import { kernelVector } from '../gp/kernel.js';
import { unitsOf, type Design, type Surrogate } from '../gp/surrogate.js';
import { Random } from '../random.js';
import type { Prompt, Reader } from '../reader.js';
import { CandidatePoints } from './candidates.js';
import type { Decoded, Decoder } from './decoder.js';
import { promptKey, Search, toLatents, type Iteration, type SearchOptions } from './optimise.js';

// A world of 21 × 21 prompts on a plane: prompt (x, y) encodes to that point and reads worse the farther it is from (4, -6).
const SIDE = 10;
const promptAt = (x: number, y: number): Prompt => ({ instruction: x + SIDE, exemplars: [y + SIDE] });
const pointOf = ({ instruction, exemplars }: Prompt): Float64Array =>
  Float64Array.of(instruction - SIDE, exemplars[0]! - SIDE);

const reader: Reader = {
  mails: 1000,
  error: (prompt) => {
    const [x, y] = pointOf(prompt) as unknown as [number, number];
    return Math.min(0.5, 0.05 + Math.hypot(x - 4, y + 6) / 40);
  },
};

const clamp = (value: number): number => Math.max(-SIDE, Math.min(SIDE, Math.round(value)));

class PlaneDecoder implements Decoder {
  readonly cosine: number;

  constructor(cosine = 1) {
    this.cosine = cosine;
  }

  decode(points: Float64Array): Decoded[] {
    return Array.from({ length: points.length / 2 }, (_, i) => {
      const prompt = promptAt(clamp(points[2 * i]!), clamp(points[2 * i + 1]!));
      return { prompt, cosine: this.cosine, realised: pointOf(prompt) };
    });
  }
}

const random = Random.seeded(2);
const known = Array.from({ length: 12 }, () => promptAt(random.below(21) - SIDE, random.below(21) - SIDE));
const design: Design = {
  latents: Float64Array.from(known.flatMap((prompt) => [...pointOf(prompt)])),
  columns: 2,
  counts: {
    errors: Float64Array.from(known, (prompt) => reader.error(prompt)),
    mails: new Float64Array(12).fill(1000),
  },
};
const surrogate: Surrogate = {
  parameters: kernelVector({ mean: 0, outputscale: 1, noise: 1e-3, lengthscales: Float64Array.of(1, 1) }),
  network: undefined,
  units: unitsOf(design),
  design,
};
const options: SearchOptions = {
  iterations: 12,
  ucbBeta: 9,
  restarts: 8,
  rawSamples: 64,
  cosineThreshold: 0.9,
  distanceWeight: 2,
  noiseScale: 0.02,
};
const realPoints = Float64Array.from(random.normals(64));
const candidates = CandidatePoints.afterDesign({ surrogate, realPoints, mails: reader.mails, options });
const setting = { surrogate, decoder: new PlaneDecoder(), reader, known, options, candidates, unit: 1.8 };

function run(search: Search): readonly Iteration[] {
  while (!search.finished) search.advance();
  return search.iterations;
}

const errors = (iterations: readonly Iteration[]): number[] =>
  iterations.flatMap(({ read }) => (read === undefined ? [] : [read.error]));

test('finds a prompt that is far better than those it started from', () => {
  const start = Math.min(...design.counts.errors);
  expect(start).toBeGreaterThan(0.09);
  for (const seed of [1, 2, 3])
    expect(Math.min(...errors(run(new Search(setting, seed))))).toBeLessThanOrEqual(0.076);
});

test('a run that is resumed goes on as if it had not stopped', () => {
  const whole = run(new Search(setting, 5));
  const saved = JSON.parse(JSON.stringify(whole.slice(0, 5))) as Iteration[];
  expect(run(new Search(setting, 5, saved))).toEqual(whole);
});

test('seeds differ', () => {
  expect(errors(run(new Search(setting, 1)))).not.toEqual(errors(run(new Search(setting, 2))));
});

test('no prompt is read twice, whether this run or the design read it', () => {
  const keys = run(new Search(setting, 1)).flatMap(({ read }) =>
    read === undefined ? [] : [promptKey(read.prompt)],
  );
  expect(new Set([...keys, ...known.map(promptKey)]).size).toBe(
    keys.length + new Set(known.map(promptKey)).size,
  );
});

test('candidates whose instruction is far from what was wished are rejected, and nothing is read', () => {
  const iterations = run(new Search({ ...setting, decoder: new PlaneDecoder(0.89) }, 1));
  expect(iterations).toEqual(new Array(12).fill({ decoded: 8, rejected: 8 }));
});

test('of two candidates the one that is nearer to its wish is read', () => {
  const decoder: Decoder = {
    // All promise the same, as all are realised at one point; the wishes differ.
    decode: (points) =>
      Array.from({ length: points.length / 2 }, (_, i) => ({
        prompt: { instruction: 99, exemplars: [i] },
        cosine: 1,
        realised: Float64Array.of(4, -6),
      })),
  };
  const search = new Search({ ...setting, decoder, unit: 1e-3 }, 1);
  search.advance();
  const { wished, realised } = search.iterations[0]!.read!;
  const target = Float64Array.from(realised);
  const distance = (point: readonly number[]): number => {
    const latent = toLatents([Float64Array.from(point)], surrogate);
    const { deviations } = surrogate.units.inputs;
    return Math.hypot(...latent.map((value, j) => (value - target[j]!) / deviations[j]!));
  };
  const far = new Search({ ...setting, decoder, unit: 1e-3, options: { ...options, distanceWeight: -2 } }, 1);
  far.advance();
  expect(distance(wished)).toBeLessThan(distance(far.iterations[0]!.read!.wished));
});

test('prompts are the same whatever the order of their exemplars', () => {
  expect(promptKey({ instruction: 3, exemplars: [10, 9] })).toBe('3:9,10');
});
