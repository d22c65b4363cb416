import { readdir } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { digestOf } from '../results/digest.js';
import { writeJson } from '../results/json.js';
import { FILES } from '../results/layout.js';
import { Results } from '../results/read.js';
import type { Spec, Values } from '../spec/types.js';
import { sourcesDigest } from '../trial/sources.js';
import { digestOutputs } from '../trial/receipt.js';
import type { Job } from './job.js';
import { runProgramJob } from './program-job.js';

/** What the runner itself leaves beside the data: no part of it. */
const OURS: ReadonlySet<string> = new Set([
  FILES.config,
  FILES.log,
  FILES.manifest,
  FILES.receipt,
  FILES.record,
  FILES.metrics,
]);

/** What running the prepare program comes to. @throws NoSourcesError */
export async function prepareJob(workspaceRoot: string, spec: Spec): Promise<Job> {
  const program = spec.prepare!;
  const results = new Results(workspaceRoot, spec.name);
  const folder = results.path(results.layout.data);
  const config = {
    pipeline: spec.name,
    phase: 'prepare',
    trial: 'prepare',
    seed: spec.seed,
    params: plainFixed(spec),
  };
  const sources = await sourcesDigest(workspaceRoot, program.sources);
  const inputs = digestOf({ command: program.command, env: program.env, config, sources });
  return {
    id: 'prepare',
    pipeline: spec.files[0]!,
    program,
    folder,
    shownFolder: results.layout.data,
    checkpoint: results.path(results.layout.checkpoint('prepare')),
    inputs,
    config,
    needsMetrics: false,
  };
}

/** Runs the prepare program into the data folder, and lists what it wrote in manifest.json. */
export async function runPrepare(workspaceRoot: string, spec: Spec): Promise<'ran' | 'reused'> {
  const job = await prepareJob(workspaceRoot, spec);
  const { folder } = job;
  return runProgramJob({
    job,
    spec,
    workspaceRoot,
    seal: async () => {
      const names = await dataFiles(folder);
      await writeJson(join(folder, FILES.manifest), { files: await digestOutputs(folder, names) });
      return [...names, FILES.manifest];
    },
  });
}

/** `fixed` less the parameters of phases: preparation comes before them all. */
function plainFixed(spec: Spec): Values {
  const parameters = new Set(spec.parameters.map(({ name }) => name));
  return Object.fromEntries(Object.entries(spec.fixed).filter(([name]) => !parameters.has(name)));
}

async function dataFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter((name) => !OURS.has(name))
    .sort();
}
