/**
 * Runs this repository's samplers on the problems and prints a line of JSON for each run.
 *
 *   npx tsc -b plugins/nx-tune && node tools/bench/search/run.mjs random,sobol,tpe,gp all 20
 *
 * Arguments: samplers, problems (`all`), number of seeds. Trials run one after the other (`lag` 1).
 */
import { PROBLEMS } from './problems.mjs';
import { suggest } from '../../../plugins/nx-tune/dist/sample/index.js';

const TRIALS = 80;
const REPORTED = [10, 20, 40, 80];

function run(name, type, seed) {
  const { space, evaluate, feasible, violation } = PROBLEMS[name];
  // Optuna runs one trial after another as well.
  const options = { type, ...(['tpe', 'gp'].includes(type) && { lag: 1 }) };
  const history = [];
  const reached = [];
  let best = null;
  let milliseconds = 0;
  for (let index = 0; index < TRIALS; index++) {
    const request = {
      space,
      incumbent: {},
      history,
      maximize: false,
      index,
      seed,
      stream: name,
      options,
    };
    const start = performance.now();
    const values = suggest(request);
    if (index >= TRIALS - 10) milliseconds += (performance.now() - start) / 10;
    const objective = evaluate(values);
    const passes = feasible?.(values);
    const gate = passes === undefined ? {} : { feasible: passes, margins: [-violation(values)] };
    history.push({ index, values, objective, ...gate });
    if (objective !== null && passes !== false && (best === null || objective < best)) best = objective;
    if (REPORTED.includes(index + 1)) reached.push(best);
  }
  return {
    problem: name,
    sampler: type,
    seed,
    best: reached,
    milliseconds: Math.round(10 * milliseconds) / 10,
  };
}

const [samplers = 'random,sobol,tpe,gp', problems = 'all', seeds = '20'] = process.argv.slice(2);
for (const problem of problems === 'all' ? Object.keys(PROBLEMS) : problems.split(',')) {
  for (const sampler of samplers.split(',')) {
    for (let seed = 0; seed < Number(seeds); seed++) console.log(JSON.stringify(run(problem, sampler, seed)));
  }
}
