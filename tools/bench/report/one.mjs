// One report in this process: node one.mjs <workspace> <trials>. Prints its seconds as JSON.
import { performance } from 'node:perf_hooks';
import { formatStatus, writeReport } from '../../../plugins/nx-tune/dist/report/index.js';
import { benchSpec } from './tree.mjs';

const [workspaceRoot, trials] = process.argv.slice(2);
const spec = benchSpec(Number(trials));
const context = { workspaceRoot, resultsDir: `results/${spec.name}`, spec };
const timed = async (work) => {
  const [begin, used] = [performance.now(), process.cpuUsage()];
  await work();
  const { user, system } = process.cpuUsage(used);
  return { wall: (performance.now() - begin) / 1000, cpu: (user + system) / 1e6 };
};
const report = await timed(() => writeReport(context));
const status = await timed(() => formatStatus(context));
console.log(JSON.stringify({ report: report.wall, cpu: report.cpu, status: status.wall }));
