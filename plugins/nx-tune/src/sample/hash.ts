import { createHash } from 'node:crypto';

/**
 * The randomness of all samplers: SHA-256 of the parts as a JSON array, as eight 32-bit words, big-endian. Equal
 * parts give equal words on every machine, and `['a/b']` and `['a', 'b']` differ.
 */
export function words(...parts: readonly (string | number)[]): Uint32Array {
  const digest = createHash('sha256').update(JSON.stringify(parts)).digest();
  return Uint32Array.from({ length: 8 }, (_, i) => digest.readUInt32BE(4 * i));
}

/** A uniform number in (0, 1) from 52 bits of a hash, never 0 or 1. */
export function uniform(...parts: readonly (string | number)[]): number {
  const [high, low] = words(...parts);
  return ((high! >>> 6) * 2 ** 26 + (low! >>> 6) + 0.5) / 2 ** 52;
}

/** A bijective mixing of 32 bits: the finalizer of MurmurHash3 (A. Appleby). */
export function mix(word: number): number {
  let h = word >>> 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** A stream of random numbers for inside one suggestion. */
export interface Generator {
  /** In (0, 1). */
  readonly uniform: () => number;
  /** Standard normal. */
  readonly normal: () => number;
}

/** Seeded by a hash of the parts; sfc32 of PractRand (C. Doty-Humphrey), normals by G. Box and M. Muller (1958). */
export function generator(...parts: readonly (string | number)[]): Generator {
  const state = words(...parts);
  const next = (): number => {
    const sum = (state[0]! + state[1]! + state[3]!) >>> 0;
    state[3]!++;
    state[0] = state[1]! ^ (state[1]! >>> 9);
    state[1] = state[2]! + (state[2]! << 3);
    state[2] = ((state[2]! << 21) | (state[2]! >>> 11)) + sum;
    return sum;
  };
  const uniform = (): number => ((next() >>> 6) * 2 ** 26 + (next() >>> 6) + 0.5) / 2 ** 52;
  const normal = (): number => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
  return { uniform, normal };
}
