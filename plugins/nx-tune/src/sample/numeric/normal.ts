/** The standard normal distribution, accurate in its far tails. */

const SQRT_HALF = Math.SQRT1_2;
const SQRT_HALF_PI = Math.sqrt(Math.PI / 2);
const LOG_SQRT_TWO_PI = 0.5 * Math.log(2 * Math.PI);

// Rational Chebyshev approximations, highest power first: W. J. Cody, Math. Comp. 23, 631-637 (1969).
const SMALL = [
  [1.8577770618460315e-1, 3.1611237438705656, 1.1386415415105016e2, 3.77485237685302e2, 3.209377589138469e3],
  [1, 2.3601290952344122e1, 2.4402463793444417e2, 1.2826165260773723e3, 2.8442368334391706e3],
] as const;
const MIDDLE = [
  [
    2.1531153547440385e-8, 5.641884969886701e-1, 8.883149794388375, 6.611919063714163e1, 2.986351381974001e2,
    8.819522212417691e2, 1.7120476126340706e3, 2.0510783778260716e3, 1.2303393547979972e3,
  ],
  [
    1, 1.5744926110709835e1, 1.176939508913125e2, 5.371811018620099e2, 1.6213895745666902e3,
    3.2907992357334596e3, 4.362619090143247e3, 3.4393676741437216e3, 1.2303393548037494e3,
  ],
] as const;
const LARGE = [
  [
    1.6315387137302098e-2, 3.0532663496123234e-1, 3.6034489994980444e-1, 1.2578172611122925e-1,
    1.6083785148742277e-2, 6.587491615298378e-4,
  ],
  [
    1, 2.568520192289822, 1.8729528499234605, 5.279051029514284e-1, 6.051834131244132e-2,
    2.3352049762686918e-3,
  ],
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
