import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { writeAtomic } from '../results/json.js';
import { FILES } from '../results/layout.js';
import type { Observation } from '../results/types.js';
import type { PhaseImportance, ReportContext } from './context.js';
import { Database } from './database.js';
import { readDocuments, type Documents } from './documents.js';
import { readFacts, type Facts } from './facts.js';
import { rankCorrelations } from './importance.js';
import { plotsOf, type Plot } from './plots/index.js';
import { render } from './render.js';
import { PLOTS, type PhaseFigures } from './sections/phase.js';

export interface WrittenReport {
  /** Relative to the workspace root. */
  readonly path: string;
  /** One sentence for each result file that could not be used; the report names them too. */
  readonly warnings: readonly string[];
}

/** Equal result files give equal bytes. Plots of a former report that this one does not have are removed. */
export async function writeReport(context: ReportContext): Promise<WrittenReport> {
  const read = readDocuments(context);
  const facts = await factsOf(read);
  const figures = figuresOf(context, read, facts);
  const plots = [...figures.values()].flatMap(({ plots: { path, importance } }) => [path, importance]);
  await writePlots(
    join(context.workspaceRoot, context.resultsDir, PLOTS),
    plots.filter((plot) => plot !== undefined),
  );
  const path = `${context.resultsDir}/${FILES.report}`;
  await writeAtomic(
    join(context.workspaceRoot, path),
    render(context, facts, { figures, warnings: read.warnings }),
  );
  return { path, warnings: read.warnings };
}

async function factsOf({ documents }: Documents): Promise<Facts> {
  const database = await Database.open(documents);
  try {
    return await readFacts(database);
  } finally {
    database.close();
  }
}

function figuresOf(context: ReportContext, read: Documents, facts: Facts): Map<string, PhaseFigures> {
  return new Map(
    facts.phases.map((phase) => {
      const importance = importanceOf(context, read, phase.phase) ?? rankCorrelations(facts, phase.phase);
      return [phase.phase, { importance, plots: plotsOf(facts, phase, importance) }];
    }),
  );
}

function importanceOf(
  { spec, importance }: ReportContext,
  read: Documents,
  name: string,
): PhaseImportance | undefined {
  const phase = spec.phases.find((each) => each.name === name);
  if (!importance || !phase) return undefined;
  const observations = read.documents
    .filter(({ kind }) => kind === 'observation')
    .map(({ body }) => JSON.parse(body) as Observation);
  const trials = phase.tiers.flatMap(({ tier, trials: planned }) =>
    observations
      .filter((each) => each.phase === name && each.tier === tier && each.index < planned && !each.stage)
      .filter(({ status, objective }) => status === 'complete' && objective !== null)
      .sort((a, b) => a.index - b.index),
  );
  return importance(phase, trials);
}

async function writePlots(folder: string, plots: readonly Plot[]): Promise<void> {
  await mkdir(folder, { recursive: true });
  await Promise.all(plots.map(({ file, svg }) => writeAtomic(join(folder, file), svg)));
  const current = new Set(plots.map(({ file }) => file));
  const old = (await readdir(folder)).filter((file) => file.endsWith('.svg') && !current.has(file));
  await Promise.all(old.map((file) => rm(join(folder, file), { force: true })));
}
