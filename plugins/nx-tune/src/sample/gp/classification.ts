/**
 * Binary classification by a Gaussian process with the logistic likelihood and Laplace's approximation.
 * C. E. Rasmussen and C. K. I. Williams, Gaussian Processes for Machine Learning (2006), algorithms 3.1 and 3.2.
 */
import { cholesky, dot, solveLower, solveUpper } from '../numeric/linear.js';
import { correlations, covariance, pairs, type Kernel, type Points } from './kernel.js';
import { Latent, type Prediction } from './latent.js';

const MAX_STEPS = 100;
const TOLERANCE = 1e-9;

export interface Classifier {
  /** Of the function whose logistic is the probability of `true`. */
  readonly latent: Latent;
  /** Approximate log p(labels | points, kernel), natural logarithm. */
  readonly logEvidence: number;
}

/** Labels at points, under a kernel whose hyperparameters are given. */
export function classify(points: Points, labels: readonly boolean[], kernel: Kernel): Classifier {
  const correlated = correlations(pairs(points), kernel);
  const k = mirrored(covariance(labels.length, correlated, kernel.signal, kernel.signal), labels.length);
  const y = Float64Array.from(labels, Number);
  let f: Float64Array = new Float64Array(y.length);
  let objective = -Infinity;
  for (let step = 0; step < MAX_STEPS; step++) {
    const next = newton(k, y, f);
    f = next.f;
    const gained = next.objective - objective;
    objective = next.objective;
    if (gained < TOLERANCE) break;
  }
  const { probabilities, roots, factor } = curvature(k, f);
  const halfLogDeterminant = roots.reduce((sum, _, i) => sum + Math.log(factor[i * roots.length + i]!), 0);
  const weights = y.map((label, i) => label - probabilities[i]!);
  const latent = new Latent({ points, kernel, mean: 0, weights, factor, roots });
  return { latent, logEvidence: objective - halfLogDeterminant };
}

/** Probability of `true` at `x`: the logistic averaged over the latent normal, as in D. J. C. MacKay (1992). */
export function probability({ latent }: Classifier, x: Float64Array): number {
  return averaged(latent.predict(x)).probability;
}

/** log probability of `true` at `x`, and its derivatives. */
export function logProbability(
  { latent }: Classifier,
  x: Float64Array,
): { readonly value: number; readonly gradient: Float64Array } {
  const predicted = latent.predictWithSlopes(x);
  const { probability: p, shrink } = averaged(predicted);
  const byDeviation = -(Math.PI / 8) * predicted.mean * predicted.deviation * shrink ** 3;
  const gradient = predicted.slopes.mean.map((slope, d) => {
    return (1 - p) * (shrink * slope + byDeviation * predicted.slopes.deviation[d]!);
  });
  return { value: Math.log(p), gradient };
}

function averaged({ mean, deviation }: Prediction): {
  readonly probability: number;
  readonly shrink: number;
} {
  const shrink = 1 / Math.sqrt(1 + (Math.PI / 8) * deviation ** 2);
  return { probability: logistic(mean * shrink), shrink };
}

/** One step of algorithm 3.1, and the log posterior density that it reaches. */
function newton(k: Float64Array, y: Float64Array, f: Float64Array) {
  const { probabilities, roots, factor } = curvature(k, f);
  const b = f.map((value, i) => roots[i]! ** 2 * value + y[i]! - probabilities[i]!);
  const scaled = multiply(k, b).map((value, i) => value * roots[i]!);
  const solved = solveUpper(factor, solveLower(factor, scaled));
  const a = b.map((value, i) => value - roots[i]! * solved[i]!);
  const next = multiply(k, a);
  const logLikelihood = y.reduce(
    (sum, label, i) => sum - Math.log1p(Math.exp(label === 1 ? -next[i]! : next[i]!)),
    0,
  );
  return { f: next, objective: logLikelihood - 0.5 * dot(a, next) };
}

/** Probabilities, square roots of the negative second derivatives W, and the factor of I + W^1/2 K W^1/2. */
function curvature(k: Float64Array, f: Float64Array) {
  const n = f.length;
  const probabilities = f.map(logistic);
  const roots = probabilities.map((p) => Math.sqrt(p * (1 - p)));
  const b = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) b[i * n + j] = roots[i]! * roots[j]! * k[i * n + j]! + Number(i === j);
  }
  return { probabilities, roots, factor: cholesky(b, n) };
}

function mirrored(lower: Float64Array, n: number): Float64Array {
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) lower[j * n + i] = lower[i * n + j]!;
  }
  return lower;
}

function multiply(k: Float64Array, x: Float64Array): Float64Array {
  const n = x.length;
  return x.map((_, i) => dot(k.subarray(i * n, (i + 1) * n), x));
}

function logistic(x: number): number {
  return 1 / (1 + Math.exp(-x));
}
