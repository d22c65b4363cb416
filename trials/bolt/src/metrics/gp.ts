/** How good the Gaussian process predicts held-out prompts. Pure functions; undefined where not defined. */
import { expectLength, mean, usable, type Numbers } from './arrays.js';

/**
 * spearman_correlation: Pearson's correlation of the ranks of predictions and measurements, ties sharing their mean
 * rank. In [-1, 1], larger is better. Source: SciPy's `spearmanr`.
 *
 * @returns undefined for fewer than three pairs, a constant side or a number that is not finite
 * @throws LengthError when the lengths differ
 */
export function spearmanCorrelation(predicted: Numbers, measured: Numbers): number | undefined {
  expectLength('measured', measured, predicted.length);
  if (predicted.length < 3 || !usable(predicted) || !usable(measured)) return undefined;
  const a = sharedRanks(predicted);
  const b = sharedRanks(measured);
  // Both rank lists have this mean, ties or not.
  const middle = (predicted.length - 1) / 2;
  let products = 0;
  let squaresA = 0;
  let squaresB = 0;
  for (const [i, rank] of a.entries()) {
    products += (rank - middle) * (b[i]! - middle);
    squaresA += (rank - middle) ** 2;
    squaresB += (b[i]! - middle) ** 2;
  }
  return squaresA === 0 || squaresB === 0 ? undefined : products / Math.sqrt(squaresA * squaresB);
}

/** Ranks from 0; equal values share the mean of theirs. */
function sharedRanks(values: Numbers): Float64Array {
  const order = Array.from(values.keys()).sort((a, b) => values[a]! - values[b]!);
  const ranks = new Float64Array(values.length);
  for (let from = 0; from < order.length;) {
    let to = from + 1;
    while (to < order.length && values[order[to]!] === values[order[from]!]) to++;
    for (const item of order.slice(from, to)) ranks[item] = (from + to - 1) / 2;
    from = to;
  }
  return ranks;
}

/**
 * rmse: root of the mean squared difference of predicted and measured error rates. At least 0, smaller is better.
 * Source: scikit-learn's `root_mean_squared_error`.
 *
 * @returns undefined for no pairs or a number that is not finite
 * @throws LengthError when the lengths differ
 */
export function rmse(predicted: Numbers, measured: Numbers): number | undefined {
  expectLength('measured', measured, predicted.length);
  if (!usable(predicted) || !usable(measured)) return undefined;
  return Math.sqrt(mean(Array.from(predicted, (value, i) => (value - measured[i]!) ** 2)));
}

/** Half-widths in standard deviations of a normal's central intervals that hold 5, 15, ..., 95 %: SciPy's `norm.ppf`. */
const INTERVALS = [
  { nominal: 0.05, halfWidth: 0.06270677794321385 },
  { nominal: 0.15, halfWidth: 0.18911842627279238 },
  { nominal: 0.25, halfWidth: 0.31863936396437514 },
  { nominal: 0.35, halfWidth: 0.45376219016987956 },
  { nominal: 0.45, halfWidth: 0.5977601260424784 },
  { nominal: 0.55, halfWidth: 0.7554150263604693 },
  { nominal: 0.65, halfWidth: 0.93458929107348 },
  { nominal: 0.75, halfWidth: 1.1503493803760079 },
  { nominal: 0.85, halfWidth: 1.4395314709384563 },
  { nominal: 0.95, halfWidth: 1.959963984540054 },
] as const;

/**
 * calibration_error: how far the share of measurements inside the predicted central intervals is from the share that
 * the intervals promise, as the mean absolute difference over the ten levels 5, 15, ..., 95 %. In [0, 0.5], smaller
 * is better; both too wide and too narrow intervals count. Source: Kuleshov et al. 2018, section 3.5, with absolute
 * differences.
 *
 * @param predicted - predictive means
 * @param variances - predictive variances, noise of the measurement included
 * @param measured - measured values
 * @returns undefined for no pairs, a variance that is not positive or a number that is not finite
 * @throws LengthError when the lengths differ
 */
export function calibrationError(
  predicted: Numbers,
  variances: Numbers,
  measured: Numbers,
): number | undefined {
  const scaled = standardised(predicted, variances, measured);
  if (!scaled) return undefined;
  const differences = INTERVALS.map(({ nominal, halfWidth }) => {
    const inside = scaled.filter((value) => Math.abs(value) <= halfWidth).length;
    return Math.abs(inside / scaled.length - nominal);
  });
  return mean(differences);
}

/**
 * nll_heldout: negative log density of the measurements under their predictive normals, in nats, averaged. Any real
 * number, smaller is better. Source: Rasmussen and Williams 2006, equation 2.34; SciPy's `norm.logpdf`.
 *
 * @param predicted - predictive means
 * @param variances - predictive variances, noise of the measurement included
 * @param measured - measured values
 * @returns undefined as {@link calibrationError} does
 * @throws LengthError when the lengths differ
 */
export function nllHeldout(predicted: Numbers, variances: Numbers, measured: Numbers): number | undefined {
  const scaled = standardised(predicted, variances, measured);
  if (!scaled) return undefined;
  return mean(scaled.map((value, i) => 0.5 * (value ** 2 + Math.log(2 * Math.PI * variances[i]!))));
}

function standardised(predicted: Numbers, variances: Numbers, measured: Numbers): Float64Array | undefined {
  expectLength('variances', variances, predicted.length);
  expectLength('measured', measured, predicted.length);
  if (!usable(predicted) || !usable(variances) || !usable(measured)) return undefined;
  if (variances.some((variance) => variance <= 0)) return undefined;
  return Float64Array.from(predicted, (value, i) => (measured[i]! - value) / Math.sqrt(variances[i]!));
}

/**
 * lengthscale_ratio: geometric mean of the instruction dimensions' lengthscales over that of the exemplar dimensions'.
 * Positive; 1 when both halves of the prompt matter alike, large when the instruction hardly matters. The geometric
 * mean, because swapping the halves then gives the inverse, as the target 0.5..2.0 wants. Source: SciPy's `gmean`.
 *
 * @returns undefined when a list is empty or a lengthscale is not positive and finite
 */
export function lengthscaleRatio(instruction: Numbers, exemplar: Numbers): number | undefined {
  if (!usable(instruction) || !usable(exemplar)) return undefined;
  const ratio = Math.exp(mean(Array.from(instruction, Math.log)) - mean(Array.from(exemplar, Math.log)));
  return Number.isFinite(ratio) && ratio > 0 ? ratio : undefined;
}
