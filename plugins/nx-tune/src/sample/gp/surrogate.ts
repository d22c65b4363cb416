/** What the trials of a tier tell about its objective and about where trials succeed. */
import type { Encoding } from '../space/encoding.js';
import { isGood, isObserved, standardise } from '../outcome.js';
import type { SampledTrial } from '../types.js';
import type { Values } from '../../spec/types.js';
import { classify, type Classifier } from './classification.js';
import { fit } from './fit.js';
import { pairs, type Points } from './kernel.js';
import type { Latent } from './latent.js';
import { regress } from './regression.js';

export interface Surrogate {
  /** Of the standardised objective, larger is better. */
  readonly objective: Latent;
  /** Of a trial that completes and passes the gate; absent where all have. */
  readonly success: Classifier | undefined;
  /** The best standardised objective of such trials; absent where there is none. */
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
  const objective = believe({ rows: rowsOf(observed.map(({ values }) => values)), nominal }, y, {
    pending: rowsOf(pending),
    failed: rowsOf(failed),
  });
  const success = separate(
    { rows: rowsOf(history.map(({ values }) => values)), nominal },
    history.map(isGood),
  );
  const order = [...observed.keys()].sort((a, b) => y[b]! - y[a]!);
  const good = order.filter((i) => isGood(observed[i]!));
  const ranked = (good.length > 0 ? good : order).map((i) => observed[i]!);
  return { objective, success, best: good.length > 0 ? y[good[0]!] : undefined, ranked, place };
}

/** An inactive number sits in the middle of its range; an inactive nominal parameter has a level of its own. */
function fill(point: Float64Array, nominal: readonly boolean[]): Float64Array {
  return point.map((u, d) => (Number.isNaN(u) ? (nominal[d] ? -1 : 0.5) : u));
}

/**
 * Trials without an objective take part with what is expected of them, so that the next trial goes elsewhere: a pending
 * one with its prediction (the "Kriging believer" of D. Ginsbourger, R. Le Riche and L. Carraro, 2010), a failed one
 * with that or the mean, whichever is worse. Hyperparameters are fitted without them.
 */
function believe(
  points: Points,
  y: Float64Array,
  {
    pending,
    failed,
  }: { readonly pending: readonly Float64Array[]; readonly failed: readonly Float64Array[] },
): Latent {
  const hyperparameters = fit(pairs(points), y);
  const known = regress(points, y, hyperparameters);
  if (pending.length + failed.length === 0) return known;
  const expected = [
    ...pending.map((x) => known.predict(x).mean),
    ...failed.map((x) => Math.min(0, known.predict(x).mean)),
  ];
  const rows = [...points.rows, ...pending, ...failed];
  return regress({ ...points, rows }, Float64Array.from([...y, ...expected]), hyperparameters);
}

/** Candidate lengthscales of the classifier, as multiples of the square root of the number of dimensions. */
const LENGTHS = [0.2, 0.5, 1.2];
const SIGNAL = 25;

/** The candidate of the highest evidence. */
function separate(points: Points, labels: readonly boolean[]): Classifier | undefined {
  if (labels.every(Boolean)) return undefined;
  const dimensions = points.nominal.length;
  const candidates = LENGTHS.map((length) => {
    const lengthscales = new Float64Array(dimensions).fill(length * Math.sqrt(dimensions));
    return classify(points, labels, { lengthscales, signal: SIGNAL });
  });
  return candidates.reduce((best, next) => (next.logEvidence > best.logEvidence ? next : best));
}
