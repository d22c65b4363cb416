/** Which parameters mattered: functional analysis of variance over a random forest. */
import type { Parameter, Value } from '../../spec/types.js';
import { generator } from '../hash.js';
import { isObserved, standardise } from '../outcome.js';
import { toUnit } from '../space/domain.js';
import { Encoding } from '../space/encoding.js';
import type { SampledTrial } from '../types.js';
import { mainEffects } from './fanova.js';
import { forest } from './forest.js';

export interface ParameterImportance {
  readonly parameter: string;
  /** Share of the objective's variance over the space that this parameter explains by itself, 0 to 1. */
  readonly importance: number;
}

export interface Importance {
  /** Most important first. */
  readonly parameters: readonly ParameterImportance[];
  /** Share of the variance that only several parameters together explain, 0 to 1. */
  readonly interactions: number;
  readonly quality: Quality;
}

export interface Quality {
  /** Trials with a finite objective. */
  readonly trials: number;
  /** Share of the variance that the forest predicts of trials it did not see (out of bag); at most 1. */
  readonly r2: number;
  /** Whether the numbers may be believed. */
  readonly reliable: boolean;
  /** Why not, for people. */
  readonly reason?: string;
}

const TREES = 64;
const LEAST_TRIALS = 10;
const LEAST_TRIALS_PER_PARAMETER = 3;
const LEAST_R2 = 0.2;

/**
 * Equal trials give equal numbers. An inactive parameter counts as being at its default. Failed trials are left out.
 *
 * Fewer trials than 10, or than 3 for each parameter, and a forest that predicts less than a fifth of the variance out
 * of bag are too little to tell: the numbers are given all the same, with `quality.reliable` false.
 */
export function importance(space: readonly Parameter[], trials: readonly SampledTrial[]): Importance {
  const { dimensions, points, outcomes } = sampleOf(space, trials);
  const nominal = dimensions.map((dimension) => dimension.nominal);
  const { trees, r2 } =
    points.length > 1
      ? forest({ points, outcomes, nominal }, TREES, generator('importance', points.length))
      : { trees: [], r2: 0 };
  const levels = dimensions.map(({ nominal: isNominal, levels: count }) => {
    return isNominal ? Array.from({ length: count }, (_, k) => (k + 0.5) / count) : undefined;
  });
  const effects = trees.map((tree) => mainEffects(tree, levels));
  const parameters = space.map(({ name }, d) => ({
    parameter: name,
    importance: effects.reduce((sum, each) => sum + each[d]!, 0) / Math.max(1, effects.length),
  }));
  const alone = parameters.reduce((sum, each) => sum + each.importance, 0);
  return {
    parameters: parameters.sort((a, b) => b.importance - a.importance),
    interactions: alone > 0 ? Math.max(0, 1 - alone) : 0,
    quality: judge(points.length, space.length, r2),
  };
}

function sampleOf(space: readonly Parameter[], trials: readonly SampledTrial[]) {
  const encoding = new Encoding({ space, incumbent: {} });
  const observed = trials.filter(isObserved);
  const points = observed.map(({ values }) => {
    return encoding.encode(values).map((u, d) => (Number.isNaN(u) ? atDefault(space[d]!) : u));
  });
  const outcomes = standardise(
    observed.map(({ objective }) => objective),
    true,
  );
  return { dimensions: encoding.dimensions, points, outcomes };
}

function atDefault({ domain, default: initial }: { domain: Parameter['domain']; default: Value }): number {
  return toUnit(domain, initial) ?? 0.5;
}

function judge(trials: number, parameters: number, r2: number): Quality {
  const least = Math.max(LEAST_TRIALS, LEAST_TRIALS_PER_PARAMETER * parameters);
  if (trials < least) {
    const reason = `Too few trials to tell: ${trials}, where ${parameters} parameters need ${least}.`;
    return { trials, r2, reliable: false, reason };
  }
  if (r2 < LEAST_R2) {
    const share = `${Math.round(100 * Math.max(0, r2))} %`;
    const rule = `can be predicted from the other trials; it takes ${100 * LEAST_R2} %`;
    const reason = `Too few trials to tell: of the variance of the objective, ${share} ${rule}.`;
    return { trials, r2, reliable: false, reason };
  }
  return { trials, r2, reliable: true };
}
