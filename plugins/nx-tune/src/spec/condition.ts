import { isIdentifier } from './name.js';
import type { Comparison, Condition } from './types.js';

const COMPARISON = /^(>=|<=|>|<)\s*(\S+)$/;
const INTERVAL = /^(\S+?)\s*\.\.\s*(\S+)$/;
const DECIMAL = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;

/** A condition without its metric: what a limit or an interval allows. */
export type Bound =
  | { readonly op: Comparison; readonly limit: number }
  | { readonly op: 'within'; readonly low: number; readonly high: number };

/** `accuracy >= 0.85` or `accuracy 0.1..1.0`, the lower end first. Undefined for anything else. */
export function parseCondition(text: string): Condition | undefined {
  const [, metric = '', rest = ''] = /^\s*([A-Za-z0-9_]+)\s*([\s\S]*)$/.exec(text) ?? [];
  const bound = parseBound(rest);
  return bound && isIdentifier(metric) ? { metric, ...bound } : undefined;
}

export function formatCondition(condition: Condition): string {
  return `${condition.metric} ${formatBound(condition)}`;
}

/** Both ends of an interval belong to it. False for a metric that is absent or not a number. */
export function evaluate(condition: Condition, value: number | undefined): boolean {
  return holds(condition, value);
}

/** Whether a trial's metrics meet every condition of a gate. */
export function meetsAll(gate: readonly Condition[], metrics: Readonly<Record<string, number>>): boolean {
  return gate.every((condition) => evaluate(condition, metrics[condition.metric]));
}

/**
 * By how much metrics meet each condition of a gate, in units of the metric, below 0 where they miss it; an interval has
 * two ends. Undefined where one of the metrics is absent or not finite.
 */
export function marginsOf(
  gate: readonly Condition[],
  metrics: Readonly<Record<string, number>>,
): number[] | undefined {
  const margins = gate.flatMap((condition) => {
    const value = metrics[condition.metric] ?? NaN;
    if (condition.op === 'within') return [value - condition.low, condition.high - value];
    return [condition.op.startsWith('>') ? value - condition.limit : condition.limit - value];
  });
  return margins.every(Number.isFinite) ? margins : undefined;
}

/** `>= 0.85` or `0.1..1.0`. */
export function parseBound(text: string): Bound | undefined {
  const trimmed = text.trim();
  const [, op, limitText = ''] = COMPARISON.exec(trimmed) ?? [];
  const limit = decimal(limitText);
  if (op !== undefined) return limit === undefined ? undefined : { op: op as Comparison, limit };
  const [, lowText = '', highText = ''] = INTERVAL.exec(trimmed) ?? [];
  const low = decimal(lowText);
  const high = decimal(highText);
  if (low === undefined || high === undefined || low > high) return undefined;
  return { op: 'within', low, high };
}

export function formatBound(bound: Bound): string {
  return bound.op === 'within' ? `${bound.low}..${bound.high}` : `${bound.op} ${bound.limit}`;
}

export function holds(bound: Bound, value: number | undefined): boolean {
  if (value === undefined || Number.isNaN(value)) return false;
  switch (bound.op) {
    case '>=':
      return value >= bound.limit;
    case '>':
      return value > bound.limit;
    case '<=':
      return value <= bound.limit;
    case '<':
      return value < bound.limit;
    case 'within':
      return bound.low <= value && value <= bound.high;
  }
}

function decimal(text: string): number | undefined {
  const value = DECIMAL.test(text) ? Number(text) : NaN;
  return Number.isFinite(value) ? value : undefined;
}
