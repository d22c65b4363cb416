import type { Values } from '../../spec/types.js';
import { generator } from '../hash.js';
import { Encoding } from '../space/encoding.js';
import { sobolCube } from '../sobol/sampler.js';
import type { SampleRequest } from '../types.js';
import { classify, logProbability, probability, type Classifier } from './classification.js';
import { fit } from './fit.js';
import { logImprovement } from './improvement.js';
import { pairs, type Points } from './kernel.js';
import { predict, predictWithSlopes, type Latent } from './latent.js';
import { isGood, isObserved, standardise } from '../outcome.js';
import { regress } from './regression.js';
import { maximise, type Acquisition } from './search.js';

const CANDIDATES = 512;
const CENTRES = 4;

export function suggestGp(request: SampleRequest, pending: readonly Values[]): Values | undefined {
  const { history, seed, stream, index, maximize } = request;
  const encoding = new Encoding(request);
  const observed = history.filter(isObserved);
  if (observed.length < 2) return undefined;
  const nominal = encoding.dimensions.map((dimension) => dimension.nominal);
  const place = (values: Values) => fill(encoding.encode(values), nominal);

  const y = standardise(
    observed.map(({ objective }) => objective),
    maximize,
  );
  const points: Points = { rows: observed.map(({ values }) => place(values)), nominal };
  const latent = surrogate(points, y, pending.map(place));
  const feasibility = separate(
    { rows: history.map(({ values }) => place(values)), nominal },
    history.map(isGood),
  );
  const good = observed.flatMap((trial, i) => (isGood(trial) ? [i] : []));
  const best = good.length > 0 ? Math.max(...good.map((i) => y[i]!)) : undefined;

  const order = [...(good.length > 0 ? good : observed.keys())].sort((a, b) => y[b]! - y[a]!);
  const found = maximise({
    encoding,
    acquisition: acquisition({ latent, best, feasibility, nominal }),
    spread: sobolCube([seed, stream, 'gp', index], nominal.length, CANDIDATES),
    centres: order.slice(0, CENTRES).map((i) => encoding.encode(observed[i]!.values)),
    taken: [...history.map(({ values }) => values), ...pending].map((values) => encoding.encode(values)),
    random: generator(seed, stream, 'gp', index),
  });
  return found && encoding.decode(found);
}

/** Nothing but equality matters to a nominal dimension; an inactive number sits in the middle of its range. */
function fill(point: Float64Array, nominal: readonly boolean[]): Float64Array {
  return point.map((u, d) => (Number.isNaN(u) ? (nominal[d] ? -1 : 0.5) : u));
}

function surrogate(points: Points, y: Float64Array, pending: readonly Float64Array[]): Latent {
  const hyper = fit(pairs(points), y);
  const first = regress(points, y, hyper);
  if (pending.length === 0) return first;
  // Pending trials are believed to come out as predicted: D. Ginsbourger, R. Le Riche and L. Carraro (2010).
  const believed = pending.map((x) => predict(first, x).mean);
  return regress(
    { ...points, rows: [...points.rows, ...pending] },
    Float64Array.from([...y, ...believed]),
    hyper,
  );
}

function separate(points: Points, labels: readonly boolean[]): Classifier | undefined {
  if (labels.every(Boolean)) return undefined;
  const d = points.nominal.length;
  const tried = [0.2, 0.5, 1.2].map((length) =>
    classify(points, labels, { lengthscales: new Float64Array(d).fill(length * Math.sqrt(d)), signal: 9 }),
  );
  return tried.reduce((a, b) => (a.logEvidence >= b.logEvidence ? a : b));
}

interface Parts {
  readonly latent: Latent;
  readonly best: number | undefined;
  readonly feasibility: Classifier | undefined;
  readonly nominal: readonly boolean[];
}

function acquisition({ latent, best, feasibility, nominal }: Parts): Acquisition {
  return {
    value: (point) => {
      const x = fill(point, nominal);
      const { mean, deviation } = predict(latent, x);
      const gain = best === undefined ? 0 : logImprovement(mean, deviation, best).value;
      return feasibility ? gain + Math.log(probability(feasibility, x)) : gain;
    },
    gradient: (point) => {
      const x = fill(point, nominal);
      const gradient = new Float64Array(x.length);
      let value = 0;
      if (best !== undefined) {
        const { mean, deviation, slopes } = predictWithSlopes(latent, x);
        const gain = logImprovement(mean, deviation, best);
        value += gain.value;
        for (let d = 0; d < x.length; d++) {
          gradient[d]! += gain.byMean * slopes.mean[d]! + gain.byDeviation * slopes.deviation[d]!;
        }
      }
      if (feasibility) {
        const log = logProbability(feasibility, x);
        value += log.value;
        for (let d = 0; d < x.length; d++) gradient[d]! += log.gradient[d]!;
      }
      return { value, gradient };
    },
  };
}
