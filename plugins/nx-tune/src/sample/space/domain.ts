/** The unit interval <-> the values of one parameter. */
import type { Domain, RangeDomain, Value } from '../../spec/types.js';

/** Significant digits of a continuous value: the last bits of `exp` and `log` then do not matter. */
const DIGITS = 10;

/** Grid values of a range with a step: low, low + step, ... up to high. */
export function gridSize({ low, high, step }: RangeDomain & { readonly step: number }): number {
  return Math.floor((high - low) / step + 1e-9) + 1;
}

/** Values that a domain holds; Infinity for a range without a step. */
export function size(domain: Domain): number {
  if (domain.kind === 'choices') return domain.choices.length;
  return hasStep(domain) ? gridSize(domain) : Infinity;
}

/** Value number `k` of a choice or of a range with a step. */
export function valueAt(domain: Domain, k: number): Value {
  if (domain.kind === 'choices') return domain.choices[k]!;
  const { low, step = 0 } = domain;
  return plain(Number((low + k * step).toFixed(Math.max(decimals(low), decimals(step)))));
}

/**
 * The value at `u` in [0, 1]. Equal lengths of u belong to: each choice; each grid value of a linear range with a
 * step; equal lengths (linear) or equal ratios (log) of a range. With a step on a log scale a grid value has the
 * share of the interval from half a step below it to half a step above.
 */
export function fromUnit(domain: Domain, u: number): Value {
  const count = size(domain);
  if (domain.kind === 'choices') return valueAt(domain, clamp(Math.floor(u * count), 0, count - 1));
  const { low, high } = domain;
  if (hasStep(domain) && domain.scale === 'linear')
    return valueAt(domain, clamp(Math.floor(u * count), 0, count - 1));
  const [from, to] = edges(domain);
  const x = domain.scale === 'log' ? Math.exp(from + u * (to - from)) : from + u * (to - from);
  if (hasStep(domain)) return valueAt(domain, clamp(Math.round((x - low) / domain.step), 0, count - 1));
  return plain(clamp(Number(x.toPrecision(DIGITS)), low, high));
}

/**
 * Where a value lies in [0, 1]: the inverse of `fromUnit`, and for a choice or a grid value the middle of its share
 * (on a log scale: where the value itself lies in it). Undefined for a value that the domain does not hold: one that
 * is not among the choices, not a number or outside of the range.
 */
export function toUnit(domain: Domain, value: Value): number | undefined {
  if (domain.kind === 'choices') {
    const k = domain.choices.indexOf(value);
    return k < 0 ? undefined : (k + 0.5) / domain.choices.length;
  }
  if (typeof value !== 'number' || !(value >= domain.low && value <= domain.high)) return undefined;
  if (hasStep(domain) && domain.scale === 'linear') {
    return (Math.round((value - domain.low) / domain.step) + 0.5) / gridSize(domain);
  }
  const [from, to] = edges(domain);
  if (from === to) return 0.5;
  return clamp(((domain.scale === 'log' ? Math.log(value) : value) - from) / (to - from), 0, 1);
}

/**
 * The part of [0, 1] that `fromUnit` takes to `value`, one of the choices or grid values; undefined in a range without
 * a step.
 */
export function cell(domain: Domain, value: Value): readonly [number, number] | undefined {
  if (domain.kind === 'choices') {
    const k = domain.choices.indexOf(value);
    return [k / domain.choices.length, (k + 1) / domain.choices.length];
  }
  if (!hasStep(domain)) return undefined;
  const [from, to] = edges(domain);
  const half = domain.step / 2;
  const at = (x: number) => {
    const scaled = domain.scale === 'log' ? Math.log(Math.max(x, Number.MIN_VALUE)) : x;
    return clamp((scaled - from) / (to - from), 0, 1);
  };
  return value === domain.low
    ? [0, at(domain.low + half)]
    : [at(Number(value) - half), at(Number(value) + half)];
}

/** The interval that u covers, on the domain's scale: with a step half of one more at both ends. */
function edges(domain: RangeDomain): readonly [number, number] {
  const { low, scale } = domain;
  const half = (domain.step ?? 0) / 2;
  const high = hasStep(domain) ? low + (gridSize(domain) - 1) * domain.step : domain.high;
  if (scale === 'linear') return [low - half, high + half];
  // Half a step below `low` may not be positive, so on a log scale the share below `low` mirrors the one above.
  return [2 * Math.log(low) - Math.log(low + half), Math.log(high + half)];
}

function hasStep(domain: RangeDomain): domain is RangeDomain & { readonly step: number } {
  return domain.step !== undefined;
}

function clamp(x: number, low: number, high: number): number {
  return Math.min(Math.max(x, low), high);
}

/** No negative zero. */
function plain(x: number): number {
  return x + 0;
}

/** Digits after the point in the shortest text of `x`: 2 for 0.25, 7 for 1e-7. */
function decimals(x: number): number {
  const [mantissa = '', exponent = '0'] = String(x).split('e');
  const fraction = mantissa.split('.')[1]?.length ?? 0;
  return Math.min(100, Math.max(0, fraction - Number(exponent)));
}
