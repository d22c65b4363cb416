import { basename, join } from 'node:path';
import { writeAtomic } from '../results/json.js';
import { FILES, layoutOf } from '../results/layout.js';
import type { ReportContext } from './context.js';
import { Database } from './database.js';
import { readDocuments } from './documents.js';
import { readFacts, type Facts } from './facts.js';
import { blocks, plain } from './markdown.js';
import { comparisonSection, comparisonSentence } from './sections/comparison.js';
import { cost } from './sections/cost.js';
import { outcome, phaseTable } from './sections/outcome.js';
import { bestConfiguration } from './sections/parameters.js';
import { phaseSection } from './sections/phase.js';
import { targetsSentence } from './sections/targets.js';

export interface WrittenReport {
  /** Relative to the workspace root. */
  readonly path: string;
  readonly warnings: readonly string[];
}

export async function writeReport(context: ReportContext): Promise<WrittenReport> {
  const { documents, warnings } = readDocuments(context);
  const database = await Database.open(documents);
  try {
    const facts = await readFacts(database);
    const path = `${context.resultsDir}/${FILES.report}`;
    await writeAtomic(join(context.workspaceRoot, path), render(context, facts, warnings));
    return { path, warnings };
  } finally {
    database.close();
  }
}

function render(context: ReportContext, facts: Facts, warnings: readonly string[]): string {
  const layout = layoutOf(basename(context.resultsDir));
  const trialsFolder = layout.trials.slice(layout.root.length + 1);
  const text = blocks(
    `# ${plain(context.spec.name)}: tuning report`,
    outcome(facts),
    comparisonSentence(facts),
    phaseTable(facts),
    targetsSentence(facts),
    cost(facts, context.reuse),
    warnings.length > 0 &&
      blocks('**Unreadable files:**', warnings.map((warning) => `- ${plain(warning)}`).join('\n')),
    bestConfiguration(facts),
    comparisonSection(facts),
    ...facts.phases.map((phase) => phaseSection(facts, phase, trialsFolder)),
  );
  return `${text}\n`;
}
