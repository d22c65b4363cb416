/**
 * Conditions of the gate of which trials say by how much they are met: a Gaussian process for the margin of each, and the
 * probability that it is 0 or more. J. Gardner and others, Bayesian optimization with inequality constraints (2014).
 */
import { isObserved, standardise } from '../outcome.js';
import { logCdf, logPdf } from '../numeric/normal.js';
import type { SampledTrial } from '../types.js';
import { fit } from './fit.js';
import { pairs, type Points } from './kernel.js';
import type { Latent } from './latent.js';
import { regress } from './regression.js';

export interface Constraint {
  /** Of the standardised margin. */
  readonly margin: Latent;
  /** Where the standardised margin is that of a trial that just meets the condition. */
  readonly limit: number;
}

/** By trial, of each condition; undefined where a trial with an objective does not say all of its own. */
export function marginsOf(history: readonly SampledTrial[]): (readonly number[])[] | undefined {
  const known = history.filter(isObserved).flatMap(({ margins }) => (margins ? [margins] : []));
  return known.length > 0 && known.length === history.filter(isObserved).length ? known : undefined;
}

/** For each condition that a trial missed: of those that all have met there is nothing to learn. */
export function constrain(points: Points, margins: readonly (readonly number[])[]): Constraint[] {
  return margins[0]!.flatMap((_, condition) => {
    const values = margins.map((margin) => margin[condition]!);
    return values.some((value) => value < 0) ? [constraintOf(points, values)] : [];
  });
}

function constraintOf(points: Points, values: readonly number[]): Constraint {
  const largest = Math.max(...values.map(Math.abs));
  const scaled = values.map((value) => value / largest);
  const mean = scaled.reduce((sum, value) => sum + value, 0) / scaled.length;
  const deviation = Math.sqrt(scaled.reduce((sum, value) => sum + (value - mean) ** 2, 0) / scaled.length);
  const y = standardise(values, true);
  const margin = regress(points, y, fit(pairs(points), y));
  // Where all missed it by the same, they say nothing of where it is met.
  return { margin, limit: deviation > 0 ? -mean / deviation : 1 };
}

/** log probability that the condition is met at `x`. */
export function logMet({ margin, limit }: Constraint, x: Float64Array): number {
  const { mean, deviation } = margin.predict(x);
  return logCdf((mean - limit) / deviation);
}

/** The same, with its derivatives. */
export function logMetWithSlopes(
  { margin, limit }: Constraint,
  x: Float64Array,
): { readonly value: number; readonly gradient: Float64Array } {
  const { mean, deviation, slopes } = margin.predictWithSlopes(x);
  const z = (mean - limit) / deviation;
  const value = logCdf(z);
  const byZ = Math.exp(logPdf(z) - value);
  const gradient = slopes.mean.map((slope, d) => (byZ * (slope - z * slopes.deviation[d]!)) / deviation);
  return { value, gradient };
}
