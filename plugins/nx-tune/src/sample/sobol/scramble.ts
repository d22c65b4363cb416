import { mix } from '../hash.js';

const GOLDEN = 0x9e3779b9;

/**
 * Nested uniform scrambling: each bit is flipped or not by a hash of the bits above it, so that a net stays a net
 * and every point is uniform over the cube. A. B. Owen, Randomly permuted (t,m,s)-nets and (t,s)-sequences (1995);
 * hashed instead of stored as in B. Burley, Practical hash-based Owen scrambling, JCGT 9(4) (2020), with one hash a
 * bit, which needs no approximation of independence.
 *
 * @param bits a coordinate times 2^32
 * @param key two 32-bit words: one scrambling of the whole dimension
 */
export function scramble(bits: number, [first, second]: readonly [number, number]): number {
  let scrambled = 0;
  for (let level = 0; level < 32; level++) {
    const above = level === 0 ? 0 : bits >>> (32 - level);
    const hash = mix(mix(above ^ first) + Math.imul(level + 1, GOLDEN) + second);
    const bit = (bits >>> (31 - level)) & 1;
    scrambled |= (bit ^ (hash & 1)) << (31 - level);
  }
  return scrambled >>> 0;
}
