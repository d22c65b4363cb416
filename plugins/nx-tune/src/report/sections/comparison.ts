import type { ComparisonRow, Facts } from '../facts.js';
import { blocks, code, table } from '../markdown.js';
import { formatNumber, formatSignedWithError, formatWithError } from '../numbers.js';

const ENDED: readonly string[] = ['complete', 'gate_failed', 'converged'];

/** What tuning gained over the defaults, in words, with what chance alone would explain. */
export function comparisonSentence({ comparison, phases }: Facts): string | undefined {
  const sentences = comparison.map((row) => {
    const tuned = formatWithError(row.tuned, row.tuned_se);
    const base = formatWithError(row.default, row.default_se);
    const difference = formatSignedWithError(row.difference, row.difference_se);
    return `${code(row.metric)} is ${tuned} tuned and ${base} with the defaults, a difference of ${difference}${significance(row)}`;
  });
  if (sentences.length === 0) return undefined;
  const open = phases.some(({ status }) => !ENDED.includes(status));
  const test = open ? 'On the sealed test, as an earlier run ended' : 'On the sealed test';
  return `${test}, ${sentences.join('; ')}.`;
}

/** Two standard errors of the difference leave about 5 % to chance. */
function significance({ difference, difference_se: error }: ComparisonRow): string {
  if (error === null || error === 0) return '';
  const ratio = Math.abs(difference) / error;
  const times = `${formatNumber(ratio, 2)} standard errors`;
  return ratio >= 2 ? ` (${times})` : ` (${times}: under 2, so it may be chance)`;
}

export function comparisonSection({ comparison, finishOther }: Facts): string | undefined {
  if (comparison.length === 0 && finishOther.length === 0) return undefined;
  const right = (title: string) => ({ title, right: true });
  const rows = comparison.map((row) => [
    code(row.metric),
    formatWithError(row.tuned, row.tuned_se),
    formatWithError(row.default, row.default_se),
    formatSignedWithError(row.difference, row.difference_se),
  ]);
  const other = finishOther.map(({ metric, value }) => [code(metric), formatNumber(value)]);
  return blocks(
    '## Tuned against defaults, on the sealed test',
    rows.length > 0 &&
      table([{ title: 'Metric' }, right('Tuned'), right('Defaults'), right('Difference')], rows),
    comparison.some((row) => row.difference_se !== null) &&
      '± is one standard error; that of the difference takes the two as independent.',
    other.length > 0 && table([{ title: 'Also measured by the finish program' }, right('Value')], other),
  );
}
