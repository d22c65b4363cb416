/** What the trials of a tier tell about its objective and about where trials succeed. */
import type { Encoding } from '../space/encoding.js';
import { isGood, isObserved, standardise } from '../outcome.js';
import type { SampledTrial } from '../types.js';
import type { Values } from '../../spec/types.js';
import { classify, type Classifier } from './classification.js';
import { constrain, marginsOf, type Constraint } from './constraint.js';
import { fit } from './fit.js';
import { pairs, type Points } from './kernel.js';
import type { Latent } from './latent.js';
import { regress } from './regression.js';

export interface Surrogate {
  /** Of the standardised objective, larger is better. */
  readonly objective: Latent;
  /** Of a trial that completes, and passes the gate as far as it has no constraints; absent where all have. */
  readonly success: Classifier | undefined;
  /** Conditions of the gate of which it is known by how much trials meet them. */
  readonly constraints: readonly Constraint[];
  /** The best standardised objective of such trials and of pending ones; absent where there is no such trial. */
  readonly best: number | undefined;
  /** Trials from the best on; those that complete and pass, where there are any. */
  readonly ranked: readonly SampledTrial[];
  /** The coordinates that the models take a point of the encoding by. */
  readonly place: (point: Float64Array) => Float64Array;
}

interface Known {
  readonly encoding: Encoding;
  readonly history: readonly SampledTrial[];
  readonly pending: readonly Values[];
  readonly maximize: boolean;
}

/** Undefined while fewer than two trials have an objective. */
export function surrogate({ encoding, history, pending, maximize }: Known): Surrogate | undefined {
  const observed = history.filter(isObserved);
  if (observed.length < 2) return undefined;
  const nominal = encoding.dimensions.map((dimension) => dimension.nominal);
  const place = (point: Float64Array) => fill(point, nominal);
  const rowsOf = (all: readonly Values[]) => all.map((values) => place(encoding.encode(values)));

  const y = standardise(
    observed.map((trial) => trial.objective),
    maximize,
  );
  const failed = history.filter((trial) => !isObserved(trial)).map(({ values }) => values);
  const points = { rows: rowsOf(observed.map(({ values }) => values)), nominal };
  const margins = marginsOf(observed);
  const objective = believe(points, y, {
    pending: rowsOf(pending),
    failed: rowsOf(failed),
    infeasible: observed.map((trial) => !margins && !isGood(trial)),
  });
  const success = separate(
    { rows: rowsOf(history.map(({ values }) => values)), nominal },
    history.map(margins ? isObserved : isGood),
  );
  const order = [...observed.keys()].sort((a, b) => y[b]! - y[a]!);
  const good = order.filter((i) => isGood(observed[i]!));
  const ranked = (good.length > 0 ? good : order).map((i) => observed[i]!);
  const expected = rowsOf(pending).map((x) => objective.predict(x).mean);
  const best = good.length > 0 ? Math.max(y[good[0]!]!, ...expected) : undefined;
  const constraints = margins ? constrain(points, margins) : [];
  return { objective, success, constraints, best, ranked, place };
}

/** An inactive number sits in the middle of its range; an inactive nominal parameter has a level of its own. */
function fill(point: Float64Array, nominal: readonly boolean[]): Float64Array {
  return point.map((u, d) => (Number.isNaN(u) ? (nominal[d] ? -1 : 0.5) : u));
}

interface Doubtful {
  readonly pending: readonly Float64Array[];
  readonly failed: readonly Float64Array[];
  /** By observation: whether it missed the gate. */
  readonly infeasible: readonly boolean[];
}

/**
 * Trials that do not count as observed take part with what is expected of them, so that the next one goes elsewhere: a
 * pending one with its prediction (the "Kriging believer" of D. Ginsbourger, R. Le Riche and L. Carraro, 2010); a failed
 * one with that, and one that missed the gate with its own outcome, but no better than the mean and than the best that
 * passed. Hyperparameters are fitted without them.
 */
function believe(points: Points, y: Float64Array, { pending, failed, infeasible }: Doubtful): Latent {
  const hyperparameters = fit(pairs(points), y);
  const known = regress(points, y, hyperparameters);
  if (pending.length + failed.length === 0 && !infeasible.includes(true)) return known;
  const passed = y.filter((_, i) => !infeasible[i]);
  const most = passed.length > 0 ? Math.min(0, Math.max(...passed)) : 0;
  const outcomes = [
    ...y.map((outcome, i) => (infeasible[i] ? Math.min(most, outcome) : outcome)),
    ...pending.map((x) => known.predict(x).mean),
    ...failed.map((x) => Math.min(most, known.predict(x).mean)),
  ];
  const rows = [...points.rows, ...pending, ...failed];
  return regress({ ...points, rows }, Float64Array.from(outcomes), hyperparameters);
}

/** Candidate lengthscales of the classifier, as multiples of those that fit a regression on the labels. */
const STRETCHES = [0.7, 1, 1.5];
const SIGNAL = 25;

/** The candidate of the highest evidence. */
function separate(points: Points, labels: readonly boolean[]): Classifier | undefined {
  if (labels.every(Boolean)) return undefined;
  const { lengthscales } = fit(pairs(points), standardise(labels.map(Number), true));
  const candidates = STRETCHES.map((stretch) => {
    return classify(points, labels, {
      lengthscales: lengthscales.map((length) => stretch * length),
      signal: SIGNAL,
    });
  });
  return candidates.reduce((best, next) => (next.logEvidence > best.logEvidence ? next : best));
}
