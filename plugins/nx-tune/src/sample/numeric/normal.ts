/** The standard normal distribution, accurate in its far tails. */

const SQRT_HALF = Math.SQRT1_2;
const SQRT_HALF_PI = Math.sqrt(Math.PI / 2);
const LOG_SQRT_TWO_PI = 0.5 * Math.log(2 * Math.PI);

// Rational Chebyshev approximations, highest power first: W. J. Cody, Math. Comp. 23, 631-637 (1969).
const SMALL = [
  [0.18577770618460315, 3.1611237438705655, 113.86415415105016, 377.485237685302, 3209.377589138469],
  [1, 23.601290952344122, 244.02463793444417, 1282.6165260773723, 2844.236833439171],
] as const;
const MIDDLE = [
  [
    2.1531153547440383e-8, 0.5641884969886701, 8.883149794388375, 66.11919063714163, 298.6351381974001,
    881.952221241769, 1712.0476126340707, 2051.0783778260716, 1230.3393547979972,
  ],
  [
    1, 15.744926110709835, 117.6939508913125, 537.1811018620099, 1621.3895745666903, 3290.7992357334597,
    4362.619090143247, 3439.3676741437216, 1230.3393548037493,
  ],
] as const;
const LARGE = [
  [
    0.016315387137302097, 0.30532663496123236, 0.36034489994980445, 0.12578172611122926, 0.01608378514874228,
    0.0006587491615298378,
  ],
  [1, 2.568520192289822, 1.8729528499234604, 0.5279051029514285, 0.06051834131244132, 0.0023352049762686918],
] as const;

function ratio([above, below]: readonly [readonly number[], readonly number[]], x: number): number {
  const horner = (coefficients: readonly number[]) => coefficients.reduce((sum, c) => sum * x + c, 0);
  return horner(above) / horner(below);
}

/** exp(x^2) erfc(x), the scaled complementary error function; relative error about 1e-15. */
export function erfcx(x: number): number {
  if (x < 0) return 2 * Math.exp(x * x) - erfcx(-x);
  if (x <= 0.46875) return Math.exp(x * x) * (1 - x * ratio(SMALL, x * x));
  if (x <= 4) return ratio(MIDDLE, x);
  const inverse = 1 / (x * x);
  return (1 / Math.sqrt(Math.PI) - inverse * ratio(LARGE, inverse)) / x;
}

function erf(x: number): number {
  if (Math.abs(x) <= 0.46875) return x * ratio(SMALL, x * x);
  return Math.sign(x) * (1 - erfcx(Math.abs(x)) * Math.exp(-x * x));
}

/** Mass below `z`. */
export function cdf(z: number): number {
  return z < 0 ? lowerTail(z) : 1 - lowerTail(-z);
}

/** log of the density at `z`. */
export function logPdf(z: number): number {
  return -0.5 * z * z - LOG_SQRT_TWO_PI;
}

/** log of the mass below `z`. */
export function logCdf(z: number): number {
  if (z > 0) return Math.log1p(-lowerTail(-z));
  return z > -1 ? Math.log(lowerTail(z)) : logPdf(z) + Math.log(mills(-z));
}

/** (1 - cdf(x)) / pdf(x), the Mills ratio. */
export function mills(x: number): number {
  return SQRT_HALF_PI * erfcx(x * SQRT_HALF);
}

/** log of the mass between `a` and `b`, a < b. */
export function logMass(a: number, b: number): number {
  if (a > 0) return logMass(-b, -a);
  if (b > 0) return Math.log(0.5 * (erf(b * SQRT_HALF) - erf(a * SQRT_HALF)));
  // Both below zero: the smaller tail from the larger, in logarithms.
  return logCdf(b) + Math.log1p(-Math.exp(logCdf(a) - logCdf(b)));
}

function lowerTail(z: number): number {
  return 0.5 * erfcx(-z * SQRT_HALF) * Math.exp(-0.5 * z * z);
}
