import type { Domain, RangeDomain, Value } from './types.js';
import { oneOf } from './wording.js';

/** Ends count as inside; with a step, only values on its grid, within rounding. */
export function contains(domain: Domain, value: Value): boolean {
  if (domain.kind === 'choices') return domain.choices.includes(value);
  if (typeof value !== 'number' || !(domain.low <= value && value <= domain.high)) return false;
  return domain.step === undefined || isWhole((value - domain.low) / domain.step);
}

/** Whether a value is of the kind that the domain gives to programs, be it inside or not. */
export function hasTypeOf(domain: Domain, value: Value): boolean {
  if (domain.kind === 'choices') return domain.choices.some((choice) => typeof choice === typeof value);
  return typeof value === 'number' && (!isIntegral(domain) || Number.isInteger(value));
}

/** Integers come from a range whose ends and step are integers. */
export function isIntegral(range: RangeDomain): boolean {
  return range.step !== undefined && [range.low, range.high, range.step].every(Number.isInteger);
}

/** The first choice, or the middle of the range: geometric on a log scale, the lower middle of the grid with a step. */
export function middle(domain: Domain): Value {
  if (domain.kind === 'choices') return domain.choices[0]!;
  const { low, high, scale, step } = domain;
  if (scale === 'log') return Math.sqrt(low * high);
  if (step === undefined) return (low + high) / 2;
  return low + Math.floor(Math.round((high - low) / step) / 2) * step;
}

/** Whole but for the rounding of decimal steps such as 0.1. */
export function isWhole(quotient: number): boolean {
  return Math.abs(quotient - Math.round(quotient)) < 1e-9 * Math.max(1, Math.abs(quotient));
}

/** `` within `0.005..0.1` ``, `` within `2048..8192` in steps of 2048 ``, or `` one of `4`, `6` or `8` ``. */
export function formatDomain(domain: Domain): string {
  if (domain.kind === 'choices') return oneOf(domain.choices.map(String));
  const steps = domain.step === undefined ? '' : ` in steps of ${domain.step}`;
  return `within \`${domain.low}..${domain.high}\`${steps}`;
}
