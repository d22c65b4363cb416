/**
 * Collects what record.sh has run into recording/<phase>.json.gz, one file a phase.
 *
 *   node tools/bench/search/recording/collect.mjs [workspace with the results] [phases]
 */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { loadSpec } from '../../../../plugins/nx-tune/dist/spec/index.js';

const [workspace = '.', phases = 'vae,scorer,gp,inference'] = process.argv.slice(2);
const root = resolve(workspace);
const log = ['log', '-1', '--format=%H', '--', 'trials', 'pipelines/bolt'];
/** The last one that changed the programs or their parameters. */
const commit = execFileSync('git', ['-C', root, ...log], { encoding: 'utf8' }).trim();
for (const phase of phases.split(',')) collect(phase);

function collect(name) {
  const { spec, problems } = loadSpec(root, `pipelines/recorded-${name}/pipeline.yaml`);
  if (!spec) throw new Error(`Expected a pipeline without mistakes, found ${JSON.stringify(problems)}.`);
  const phase = spec.phases.find((each) => each.name === name);
  const [tier] = phase.tiers;
  const dir = join(root, 'results', `recorded-${name}`, 'trials');
  const trials = readdirSync(dir)
    .filter((trial) => trial.startsWith(`${name}_${tier.tier}_`))
    .flatMap((trial) => observation(join(dir, trial)))
    .sort((a, b) => a.index - b.index)
    .map(({ values, status, metrics }) => ({ values, status, metrics }));
  const table = { phase: name, commit, fixed: spec.fixed, space: tier.parameters, trials };
  const file = new URL(`${name}.json.gz`, import.meta.url);
  writeFileSync(file, gzipSync(JSON.stringify(table), { level: 9 }));
  console.log(`${name}: ${trials.length} of ${tier.trials} trials`);
}

/** None where the trial has not ended. */
function observation(folder) {
  try {
    return [JSON.parse(readFileSync(join(folder, 'observation.json'), 'utf8'))];
  } catch (error) {
    if (error.code === 'ENOENT') return [];
    throw error;
  }
}
