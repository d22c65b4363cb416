import type { ReportContext } from './context.js';
import type { Facts } from './facts.js';
import { blocks, plain } from './markdown.js';
import { comparisonSection, comparisonSentence } from './sections/comparison.js';
import { cost } from './sections/cost.js';
import { outcome, phaseTable, subject } from './sections/outcome.js';
import { bestConfiguration } from './sections/parameters.js';
import { phaseSection, type PhaseFigures } from './sections/phase.js';
import { targetsSentence } from './sections/targets.js';

export interface Extras {
  readonly figures: ReadonlyMap<string, PhaseFigures>;
  readonly warnings: readonly string[];
}

/** The whole report as Markdown: the answer first, then one section a phase. */
export function render(context: ReportContext, facts: Facts, { figures, warnings }: Extras): string {
  const text = blocks(
    `# ${plain(context.spec.name)}: tuning report`,
    `${outcome(facts)} ${subject(context.spec)}`,
    comparisonSentence(facts),
    phaseTable(facts),
    targetsSentence(facts),
    cost(facts, context.reuse),
    warnings.length > 0 &&
      blocks('**Files left out:**', warnings.map((warning) => `- ${plain(warning)}`).join('\n')),
    bestConfiguration(facts),
    comparisonSection(facts),
    ...facts.phases.map((phase) =>
      phaseSection(facts, phase, figures.get(phase.phase) ?? { plots: {}, importance: undefined }),
    ),
  );
  return `${text}\n`;
}
