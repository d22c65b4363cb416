import { isIdentifier } from './name.js';
import type { Objective } from './types.js';

/** `maximize accuracy` or `minimize rmse`. Undefined for anything else. */
export function parseObjective(text: string): Objective | undefined {
  const [direction, metric, ...more] = text.trim().split(/\s+/);
  if (direction !== 'maximize' && direction !== 'minimize') return undefined;
  return metric !== undefined && isIdentifier(metric) && more.length === 0
    ? { direction, metric }
    : undefined;
}
