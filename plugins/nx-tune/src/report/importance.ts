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

/** What a functional analysis of variance (fANOVA) over a phase's trials found. */
export interface VarianceShares {
  /** Most important first; shares of the objective's variance, 0 to 1. */
  readonly parameters: readonly { readonly parameter: string; readonly importance: number }[];
  /** Share that only several parameters together explain. */
  readonly interactions: number;
  readonly quality: {
    readonly trials: number;
    readonly r2: number;
    readonly reliable: boolean;
    readonly reason?: string;
  };
}

/** For `ReportContext.importance`. Undefined where there was nothing to analyse. */
export function varianceShares({
  parameters,
  interactions,
  quality,
}: VarianceShares): PhaseImportance | undefined {
  if (!parameters.some(({ importance }) => importance > 0)) return undefined;
  const percent = (share: number) => `${Math.round(100 * Math.max(0, share))} %`;
  return {
    label: 'Share of the objective’s variance that the parameter explains by itself',
    method:
      'Computed by functional analysis of variance (fANOVA: Hutter, Hoos and Leyton-Brown, 2014) of a random forest ' +
      `that was fitted to the ${plural(quality.trials, 'complete trial')} of all tiers. Several parameters together ` +
      `explain another ${percent(interactions)}. The forest predicts ${percent(quality.r2)} of the variance of trials that it did not see.`,
    warning: quality.reliable ? undefined : warningOf(quality.reason ?? 'Too few trials to tell.'),
    scores: parameters.map((each) => ({ ...each, chance: null, trials: quality.trials })),
  };
}

/** The sentence up to its colon in bold. */
const warningOf = (reason: string): string => `⚠️ ${reason.replace(/^[^:.]+[:.]/, '**$&**')}`;
