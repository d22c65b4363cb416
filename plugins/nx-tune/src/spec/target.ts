import { formatBound, holds, parseBound } from './condition.js';
import type { Target } from './types.js';

/** `>= 0.93`, `0.1..1.0`, `minimize` or `maximize`. Undefined for anything else. */
export function parseTarget(text: string): Target | undefined {
  const trimmed = text.trim();
  return trimmed === 'minimize' || trimmed === 'maximize' ? { op: trimmed } : parseBound(trimmed);
}

export function formatTarget(target: Target): string {
  return isDirection(target) ? target.op : formatBound(target);
}

/** Whether a limit or an interval is kept; undefined for a mere direction, false for an absent or NaN value. */
export function meetsTarget(target: Target, value: number | undefined): boolean | undefined {
  return isDirection(target) ? undefined : holds(target, value);
}

function isDirection(target: Target): target is Extract<Target, { op: 'minimize' | 'maximize' }> {
  return target.op === 'minimize' || target.op === 'maximize';
}
