import { join } from 'node:path';
import { digestOf, digestText } from '../results/digest.js';
import { readText, writeJson } from '../results/json.js';
import { FILES } from '../results/layout.js';
import { Results } from '../results/read.js';
import type { Incumbent } from '../results/types.js';
import type { Spec } from '../spec/types.js';
import { sourcesDigest } from '../trial/sources.js';
import { MissingUpstreamError } from './errors.js';
import type { Job } from './job.js';
import { runProgramJob } from './program-job.js';

/** What running the finish program on an incumbent comes to. @throws NoSourcesError */
export async function finishJob(workspaceRoot: string, spec: Spec, incumbent: Incumbent): Promise<Job> {
  const program = spec.finish!;
  const results = new Results(workspaceRoot, spec.name);
  const folder = results.path(results.layout.finish);
  const config = finishConfig(spec, incumbent, spec.prepare && results.layout.data);
  const sources = await sourcesDigest(workspaceRoot, program.sources);
  const data =
    spec.prepare &&
    digestText((await readText(join(results.path(results.layout.data), FILES.manifest))) ?? '');
  const { command, env } = program;
  return {
    id: 'finish',
    pipeline: spec.files[0]!,
    program,
    folder,
    shownFolder: results.layout.finish,
    checkpoint: results.path(results.layout.checkpoint('finish')),
    inputs: digestOf({ command, env, config, sources, data, artifacts: incumbent.upstream }),
    config,
    needsMetrics: true,
  };
}

/** Runs the finish program on the incumbent after the last phase; its metrics go into the report. */
export async function runFinish(workspaceRoot: string, spec: Spec): Promise<'ran' | 'reused'> {
  const incumbent = await lastIncumbent(new Results(workspaceRoot, spec.name), spec);
  const job = await finishJob(workspaceRoot, spec, incumbent);
  const { folder } = job;
  return runProgramJob({
    job,
    spec,
    workspaceRoot,
    seal: async ({ metrics }) => {
      await writeJson(join(folder, FILES.metrics), metrics);
      return [FILES.metrics];
    },
  });
}

async function lastIncumbent(results: Results, spec: Spec): Promise<Incumbent> {
  const phase = spec.phases.at(-1)!.name;
  const found = await results.incumbent(phase);
  if (!found) throw new MissingUpstreamError('finish', `${results.layout.phase(phase)}/${FILES.incumbent}`);
  return found;
}

/** As a trial's, with the defaults beside the tuned values, so that a program can compare the two. */
function finishConfig(spec: Spec, incumbent: Incumbent, dataDir: string | undefined): object {
  return {
    pipeline: spec.name,
    phase: 'finish',
    trial: 'finish',
    seed: spec.seed,
    params: { ...incumbent.params, ...spec.fixed },
    defaults: {
      ...Object.fromEntries(spec.parameters.map(({ name, default: initial }) => [name, initial])),
      ...spec.fixed,
    },
    upstream: Object.fromEntries(
      Object.entries(incumbent.upstream).map(([phase, { trial, artifact }]) => [
        phase,
        artifact ? { trial, artifact: artifact.path } : { trial },
      ]),
    ),
    ...(dataDir === undefined ? {} : { data_dir: dataDir }),
  };
}
