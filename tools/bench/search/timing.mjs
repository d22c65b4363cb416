/** Prints the milliseconds of a suggestion after 100 trials of the 12 parameters of `wide`. */
import { PROBLEMS } from './problems.mjs';
import { suggest } from '../../../plugins/nx-tune/dist/sample/index.js';

const { space, evaluate } = PROBLEMS.wide;
const base = { space, incumbent: {}, maximize: false, seed: 1, stream: 'timing' };
const history = Array.from({ length: 100 }, (_, index) => {
  const values = suggest({ ...base, index, history: [], options: { type: 'sobol' } });
  return { index, values, objective: evaluate(values) };
});
for (const type of ['random', 'sobol', 'tpe', 'gp']) {
  const times = Array.from({ length: 30 }, (_, i) => {
    const start = performance.now();
    suggest({
      ...base,
      index: 100 + i,
      history,
      options: { type, ...(['tpe', 'gp'].includes(type) && { lag: 1 }) },
    });
    return performance.now() - start;
  }).sort((a, b) => a - b);
  console.log(`${type}: fastest ${times[0].toFixed(1)} ms, median ${times[15].toFixed(1)} ms`);
}
