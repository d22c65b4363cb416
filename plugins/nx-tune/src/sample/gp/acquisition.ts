/**
 * The logarithm of the expected improvement times the probabilities of success and of each constraint; of the latter alone while no trial has
 * succeeded. J. Gardner, M. Kusner, Z. Xu, K. Weinberger and J. Cunningham, Bayesian optimization with inequality
 * constraints (2014); M. Gelbart, J. Snoek and R. Adams, Bayesian optimization with unknown constraints (2014).
 */
import { logProbability, probability } from './classification.js';
import { logMet, logMetWithSlopes } from './constraint.js';
import { logImprovement } from './improvement.js';
import type { Surrogate } from './surrogate.js';

export interface Gradient {
  readonly value: number;
  readonly gradient: Float64Array;
}

/** Of points of an encoding. */
export interface Acquisition {
  readonly value: (point: Float64Array) => number;
  readonly gradient: (point: Float64Array) => Gradient;
}

export function acquisition({ objective, success, constraints, best, place }: Surrogate): Acquisition {
  const improvement = (x: Float64Array): Gradient => {
    const gradient = new Float64Array(x.length);
    if (best === undefined) return { value: 0, gradient };
    const { mean, deviation, slopes } = objective.predictWithSlopes(x);
    const { value, byMean, byDeviation } = logImprovement(mean, deviation, best);
    return {
      value,
      gradient: gradient.map((_, d) => byMean * slopes.mean[d]! + byDeviation * slopes.deviation[d]!),
    };
  };
  return {
    value: (point) => {
      const x = place(point);
      const { mean, deviation } = objective.predict(x);
      const gain = best === undefined ? 0 : logImprovement(mean, deviation, best).value;
      const chance = success ? Math.log(probability(success, x)) : 0;
      return constraints.reduce((sum, each) => sum + logMet(each, x), gain + chance);
    },
    gradient: (point) => {
      const x = place(point);
      const chances = success ? [logProbability(success, x)] : [];
      return [...chances, ...constraints.map((each) => logMetWithSlopes(each, x))].reduce(
        plus,
        improvement(x),
      );
    },
  };
}

const plus = (a: Gradient, b: Gradient): Gradient => ({
  value: a.value + b.value,
  gradient: a.gradient.map((slope, d) => slope + b.gradient[d]!),
});
