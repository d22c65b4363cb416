/**
 * log E[max(0, f - best)] for f normal: finite and with useful slopes where the expectation itself underflows.
 * S. Ament, S. Daulton, D. Eriksson, M. Balandat and E. Bakshy, Unexpected improvements to expected improvement for
 * Bayesian optimization (2023), equations 9 and 10.
 */
import { cdf, logPdf, mills } from '../numeric/normal.js';

export interface LogImprovement {
  readonly value: number;
  readonly byMean: number;
  readonly byDeviation: number;
}

export function logImprovement(mean: number, deviation: number, best: number): LogImprovement {
  const z = (mean - best) / deviation;
  if (z > -1) {
    const density = Math.exp(logPdf(z));
    const below = cdf(z);
    const h = density + z * below;
    return {
      value: Math.log(deviation * h),
      byMean: below / (h * deviation),
      byDeviation: density / (h * deviation),
    };
  }
  // h = pdf(z) (1 + z M(-z)), M the Mills ratio.
  const rest = complement(-z);
  return {
    value: Math.log(deviation) + logPdf(z) + Math.log(rest),
    byMean: mills(-z) / (rest * deviation),
    byDeviation: 1 / (rest * deviation),
  };
}

/** 1 - x M(x); where the difference would cancel, by the asymptotic series of M (Abramowitz and Stegun, 26.2.12). */
function complement(x: number): number {
  if (x < 50) return 1 - x * mills(x);
  const t = 1 / (x * x);
  return t * (1 - 3 * t * (1 - 5 * t * (1 - 7 * t * (1 - 9 * t))));
}
