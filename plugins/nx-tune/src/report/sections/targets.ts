import type { Facts, MetricRow } from '../facts.js';
import { blocks, code, plain, table } from '../markdown.js';
import { formatNumber, formatOptional } from '../numbers.js';

/** How many targets the best trials meet, and which they miss. */
export function targetsSentence({ metrics, missingMetrics }: Facts): string | undefined {
  const judged = metrics.filter(({ met }) => met !== null);
  if (judged.length === 0) return undefined;
  const missed = judged.filter(({ met }) => met === false);
  const list = missed.map(
    ({ metric, value, target }) => `${code(metric)} ${formatNumber(value!)} (target ${target})`,
  );
  const sentences = [`**Targets:** ${judged.length - missed.length} of ${judged.length} met.`];
  if (list.length > 0) sentences.push(`Missed: ${list.join(', ')}.`);
  if (missingMetrics.length > 0) {
    sentences.push(`Reported by no trial: ${missingMetrics.map(({ metric }) => code(metric)).join(', ')}.`);
  }
  return sentences.join(' ');
}

/** A phase's metrics in the order of pipeline.yaml; a group is named where it begins. */
export function metricTable({ metrics }: Facts, phase: string): string | undefined {
  const rows = metrics.filter((row) => row.phase === phase);
  if (rows.length === 0) return undefined;
  const columns = [
    { title: 'Group' },
    { title: 'Metric' },
    { title: 'Best trial', right: true },
    { title: 'Target' },
    { title: 'Verdict' },
  ];
  const cells = rows.map((row, at) => [
    row.group === rows[at - 1]?.group ? '' : plain(row.group ?? 'Other'),
    row.description === null ? code(row.metric) : `${code(row.metric)}<br>${plain(row.description)}`,
    formatOptional(row.value),
    row.target === null ? '' : code(row.target),
    judgement(row),
  ]);
  return blocks('### Metrics against targets', table(columns, cells));
}

function judgement({ value, met, margin, target }: MetricRow): string {
  if (value === null) return 'not reported';
  if (met === null || margin === null) return target === null ? '' : 'no limit';
  return `${met ? '✅ met' : '❌ missed'} by ${formatNumber(Math.abs(margin), 3)}`;
}
