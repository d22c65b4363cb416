import type { PhaseImportance } from './context.js';
import type { Facts, ImportanceRow } from './facts.js';
import { plural } from './markdown.js';
import { formatNumber } from './numbers.js';

/** Above this, a parameter that explains a quarter of the objective's ranks would go unseen. */
const TOO_COARSE = 0.5;

/** Rank correlations from the view `importance`, strongest first. Undefined where no parameter could be judged. */
export function rankCorrelations({ importance }: Facts, phase: string): PhaseImportance | undefined {
  const rows = importance.filter((row) => row.phase === phase).sort((a, b) => b.importance - a.importance);
  if (rows.length === 0) return undefined;
  const words = rows
    .filter(({ method }) => method === 'correlation ratio')
    .map(({ parameter }) => `\`${parameter}\``);
  return {
    label: 'Strength of the rank correlation with the objective, 0 to 1',
    method:
      'Computed as the absolute value of Spearman’s rank correlation between parameter and objective, over the complete ' +
      'trials of the tier that searches the parameter. It sees relations that only rise or only fall, one parameter ' +
      `at a time, and no interactions.${words.length > 0 ? ` The choices of ${words.join(', ')} have no order: theirs is the correlation ratio of the ranks.` : ''}` +
      ' Pale bars are within what chance alone gives.',
    warning: warning(rows),
    scores: rows,
  };
}

function warning(rows: readonly ImportanceRow[]): string | undefined {
  const coarse = rows.filter(({ chance }) => chance > TOO_COARSE);
  if (coarse.length === 0) return undefined;
  const tiers = new Map(coarse.map((row) => [row.tier, row]));
  const each = [...tiers.values()].map(
    ({ tier, trials, chance }) =>
      `${plural(trials, 'trial')} in tier ${tier}, where chance alone reaches ${formatNumber(Math.min(1, chance), 2)} in 5 % of cases`,
  );
  return `⚠️ **Too few trials to tell:** ${each.join('; ')}.`;
}
