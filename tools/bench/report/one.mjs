// One report in this process: node one.mjs <workspace> <trials>. Prints its seconds as JSON.
import { performance } from 'node:perf_hooks';
import { formatStatus, writeReport } from '../../../plugins/nx-tune/dist/report/index.js';
import { benchSpec } from './tree.mjs';

const [workspaceRoot, trials] = process.argv.slice(2);
const spec = benchSpec(Number(trials));
const context = { workspaceRoot, resultsDir: `results/${spec.name}`, spec };
const seconds = async (work) => {
  const begin = performance.now();
  await work();
  return (performance.now() - begin) / 1000;
};
console.log(
  JSON.stringify({
    report: await seconds(() => writeReport(context)),
    status: await seconds(() => formatStatus(context)),
  }),
);
