/** The state of a {@link Random}: four 32-bit words and the normal number held back, if any. */
export interface RandomState {
  readonly words: readonly number[];
  readonly spare: number | null;
}

/**
 * Seeded random numbers, the same on every machine. Generator: xoshiro128** of Blackman and Vigna (2018), its state
 * filled by SplitMix32. Its whole state can be saved, so that an interrupted training goes on with the same numbers.
 */
export class Random {
  readonly #words: Uint32Array;
  #spare: number | null;

  private constructor(state: RandomState) {
    this.#words = Uint32Array.from(state.words);
    this.#spare = state.spare;
  }

  /** Different `streams` of one seed are independent: one a purpose, so that one more draw here changes nothing there. */
  static seeded(seed: number, stream = ''): Random {
    let counter = seed >>> 0;
    for (const character of stream) counter = (Math.imul(counter, 31) + character.codePointAt(0)!) >>> 0;
    const words = Array.from({ length: 4 }, () => {
      counter = (counter + 0x9e3779b9) >>> 0;
      let z = Math.imul(counter ^ (counter >>> 16), 0x21f0aaad);
      z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
      return (z ^ (z >>> 15)) >>> 0;
    });
    return new Random({ words, spare: null });
  }

  static restored(state: RandomState): Random {
    return new Random(state);
  }

  get state(): RandomState {
    return { words: [...this.#words], spare: this.#spare };
  }

  /** An integer in [0, 2^32). */
  bits(): number {
    const s = this.#words;
    const times5 = Math.imul(s[1]!, 5);
    const result = Math.imul((times5 << 7) | (times5 >>> 25), 9) >>> 0;
    const shifted = s[1]! << 9;
    s[2]! ^= s[0]!;
    s[3]! ^= s[1]!;
    s[1]! ^= s[2]!;
    s[0]! ^= s[3]!;
    s[2]! ^= shifted;
    s[3] = (s[3]! << 11) | (s[3]! >>> 21);
    return result;
  }

  /** Uniform in [0, 1), a multiple of 2^-32. */
  uniform(): number {
    return this.bits() / 4294967296;
  }

  /** An integer in [0, `limit`). */
  below(limit: number): number {
    return Math.floor(this.uniform() * limit);
  }

  /** Standard normal, by the polar method of Marsaglia and Bray (1964). */
  normal(): number {
    if (this.#spare !== null) {
      const value = this.#spare;
      this.#spare = null;
      return value;
    }
    for (;;) {
      const u = 2 * this.uniform() - 1;
      const v = 2 * this.uniform() - 1;
      const s = u * u + v * v;
      if (s > 0 && s < 1) {
        const scale = Math.sqrt((-2 * Math.log(s)) / s);
        this.#spare = v * scale;
        return u * scale;
      }
    }
  }

  normals(count: number): Float32Array {
    return Float32Array.from({ length: count }, () => this.normal());
  }

  /** `count` different integers in [0, `limit`), in random order (partial Fisher-Yates). */
  sample(limit: number, count: number): number[] {
    const moved = new Map<number, number>();
    return Array.from({ length: count }, (_, i) => {
      const j = i + this.below(limit - i);
      const value = moved.get(j) ?? j;
      moved.set(j, moved.get(i) ?? i);
      return value;
    });
  }

  permutation(length: number): number[] {
    return this.sample(length, length);
  }
}
