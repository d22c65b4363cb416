import { defaultDevice, init } from '@jax-js/jax';
import { beforeAll, expect, test } from 'vitest';
import { ContractError } from 'trials-kit';
import type { PreparedData } from '../data/files.js';
import { prefixed } from '../models/parameters.js';
import { initialVae, type VaeModel } from '../models/vae.js';
import { Random } from '../random.js';
import { encodePrompts, readEncoders } from './latents.js';

const columns = 8;
const model: VaeModel = {
  columns,
  instructionLatent: 3,
  set: { latent: 2, hidden: 8, heads: 2, points: 2 },
};
const random = Random.seeded(5);
const rows = (count: number) => random.normals(count * columns);
// Only what encoding reads.
const data = {
  columns,
  instructions: { rows: rows(4) },
  pool: { rows: rows(6), labels: Uint8Array.of(1, 1, 1, 0, 0, 0) },
} as unknown as PreparedData;
const prompts = [
  { instruction: 0, exemplars: [0, 1, 3, 4] },
  { instruction: 2, exemplars: [0, 1, 3, 4] },
  { instruction: 0, exemplars: [1, 2, 4, 5] },
  { instruction: 0, exemplars: [4, 3, 1, 0] },
];

const artifact = (of: VaeModel, seed: number) => ({
  tensors: prefixed(initialVae(of, Random.seeded(seed)), ''),
  metadata: { model: JSON.stringify(of) },
});

beforeAll(async () => {
  await init('wasm');
  defaultDevice('wasm');
});

test('a latent point is the instruction beside the set, whose order does not matter', () => {
  const latents = encodePrompts(readEncoders({ vae: artifact(model, 1) }), data, prompts);
  expect(latents).toHaveLength(4 * 5);
  const [first, second, third, fourth] = [0, 1, 2, 3].map((i) => [...latents.slice(5 * i, 5 * i + 5)]);
  expect(second!.slice(3)).toEqual(first!.slice(3));
  expect(second!.slice(0, 3)).not.toEqual(first!.slice(0, 3));
  expect(third!.slice(0, 3)).toEqual(first!.slice(0, 3));
  expect(third!.slice(3)).not.toEqual(first!.slice(3));
  for (const [i, value] of fourth!.entries()) expect(value / first![i]!).toBeCloseTo(1, 5);
});

test('a prompt has the same latent point alone and among others', () => {
  const encoders = readEncoders({ vae: artifact(model, 1) });
  const alone = encodePrompts(encoders, data, [prompts[2]!]);
  const among = encodePrompts(encoders, data, prompts).slice(10, 15);
  for (const [i, value] of alone.entries()) expect(value / among[i]!).toBeCloseTo(1, 5);
});

test('the set encoder is that of the scorer where there is one, the instruction encoder never', () => {
  const other = { ...model, set: { latent: 4, hidden: 16, heads: 4, points: 3 } };
  const vae = artifact(model, 1);
  const scorer = artifact(other, 2);
  const plain = encodePrompts(readEncoders({ vae }), data, prompts);
  const retrained = encodePrompts(readEncoders({ vae, scorer }), data, prompts);
  expect(retrained).toHaveLength(4 * 7);
  expect([...retrained.slice(0, 3)]).toEqual([...plain.slice(0, 3)]);
  expect(readEncoders({ vae, scorer }).model).toEqual(other);
});

test('without an autoencoder there is nothing to encode with', () => {
  expect(() => readEncoders({})).toThrow(
    new ContractError('Expected `upstream` to name an artifact of the phase `vae`, got none.'),
  );
});
