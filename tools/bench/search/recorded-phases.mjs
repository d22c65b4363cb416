/**
 * BOLT's phases as problems: random forests, fitted to the recorded trials, answer for values that no trial had.
 * `node tools/bench/search/recorded-phases.mjs` prints how well they do on trials that they have not seen.
 */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { forest } from '../../../plugins/nx-tune/dist/sample/importance/forest.js';
import { value } from '../../../plugins/nx-tune/dist/sample/importance/tree.js';
import { generator } from '../../../plugins/nx-tune/dist/sample/hash.js';
import { Encoding } from '../../../plugins/nx-tune/dist/sample/space/encoding.js';

const TREES = 200;

/** Where pipelines/bolt starts; the recordings start at a setting that passes the gate of vae. */
const DEFAULTS = { vae_beta: 0.02, exemplar_latent_dim: 16 };

/** Objectives are maximised by the pipeline; a limit is the gate on another metric than the objective. */
const PHASES = {
  vae: { objective: 'retrieval_accuracy_at_8', limit: { metric: 'lipschitz_constant', below: 10 } },
  scorer: { objective: 'ndcg_at_8' },
  gp: { objective: 'spearman_correlation' },
  inference: { objective: 'final_accuracy' },
};

const read = (phase) =>
  JSON.parse(gunzipSync(readFileSync(new URL(`recording/${phase}.json.gz`, import.meta.url))));

/** A forest of one metric, and its R² out of bag: each trial predicted by the trees that were grown without it. */
function regression({ space, trials }, metric) {
  const encoding = new Encoding({ space, incumbent: {} });
  const complete = trials.filter(({ status }) => status === 'complete');
  const sample = {
    points: complete.map(({ values }) => encoding.encode(values)),
    outcomes: Float64Array.from(complete, ({ metrics }) => metrics[metric]),
    nominal: encoding.dimensions.map(({ nominal }) => nominal),
  };
  const { trees, r2 } = forest(sample, TREES, generator('recorded', metric));
  const predict = (values) => {
    const point = encoding.encode(values);
    return trees.reduce((sum, tree) => sum + value(tree, point), 0) / trees.length;
  };
  return { predict, r2 };
}

/** In the terms of problems.mjs. Forests are grown when first asked. */
export function recordedPhases() {
  const entries = Object.entries(PHASES).map(([phase, { objective, limit }]) => {
    const table = read(phase);
    const grown = new Map();
    const predicted = (metric, values) => {
      if (!grown.has(metric)) grown.set(metric, regression(table, metric));
      return grown.get(metric).predict(values);
    };
    const violation = (values) => predicted(limit.metric, values) - limit.below;
    const problem = {
      description:
        `BOLT's phase ${phase}, ${table.trials.length} recorded trials: minus ${objective}` +
        (limit ? `, under the gate ${limit.metric} < ${limit.below}` : ''),
      optimum: null,
      space: table.space.map((each) => ({ ...each, default: DEFAULTS[each.name] ?? each.default })),
      evaluate: (values) => -predicted(objective, values),
      ...(limit && { violation, feasible: (values) => violation(values) < 0 }),
    };
    return [`bolt-${phase}`, problem];
  });
  return Object.fromEntries(entries);
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  for (const [phase, { objective, limit }] of Object.entries(PHASES)) {
    const table = read(phase);
    for (const metric of [objective, ...(limit ? [limit.metric] : [])]) {
      const values = table.trials.flatMap(({ metrics }) => metrics?.[metric] ?? []);
      const range = `${Math.min(...values).toFixed(3)} to ${Math.max(...values).toFixed(3)}`;
      const { r2 } = regression(table, metric);
      console.log(`${phase}: ${metric} of ${values.length} trials, ${range}, R² ${r2.toFixed(2)}`);
    }
  }
}
