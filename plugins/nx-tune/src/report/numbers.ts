import { plain } from './markdown.js';

/** Numbers as people read them: few digits, the same ones for the same value. */

/** Four significant digits, or as many as asked for; integers in full; powers of ten only where they help. */
export function formatNumber(value: number, digits = 4): string {
  const size = Math.abs(value);
  if (Number.isInteger(value) && size < 1e9) return String(value);
  if (size >= 1e7 || size < 1e-4) return value.toExponential(digits - 1).replace(/\.?0+e/, 'e');
  return String(Number(value.toPrecision(digits)));
}

export function formatSigned(value: number, digits = 3): string {
  return `${value > 0 ? '+' : ''}${formatNumber(value, digits)}`;
}

/** `0.9213 ± 0.0072`: two significant digits of the error decide how many decimals both have. */
export function formatWithError(value: number, error: number | null): string {
  if (error === null || error <= 0) return formatNumber(value);
  const decimals = decimalsOf(error);
  return `${value.toFixed(decimals)} ± ${error.toFixed(decimals)}`;
}

export function formatSignedWithError(value: number, error: number | null): string {
  if (error === null || error <= 0) return formatSigned(value);
  return `${value > 0 ? '+' : ''}${formatWithError(value, error)}`;
}

const decimalsOf = (error: number): number => Math.min(10, Math.max(0, 1 - Math.floor(Math.log10(error))));

/** `4.2 s`, `3 min 12 s`, `2 h 5 min`, `9 d 4 h` */
export function formatDuration(seconds: number): string {
  if (seconds < 59.95) return `${Number(seconds.toPrecision(seconds < 10 ? 2 : 3))} s`;
  const whole = Math.round(seconds);
  const units: [number, string, number, string][] = [
    [86_400, 'd', 3600, 'h'],
    [3600, 'h', 60, 'min'],
    [60, 'min', 1, 's'],
  ];
  const [size, unit, nextSize, nextUnit] = units.find(([limit]) => whole >= limit) ?? units[2]!;
  const rest = Math.floor((whole % size) / nextSize);
  return `${Math.floor(whole / size)} ${unit}${rest === 0 ? '' : ` ${rest} ${nextUnit}`}`;
}

export const formatOptional = (value: number | null): string => (value === null ? '–' : formatNumber(value));

/** A value as JSON text: numbers with few digits, words as they are. */
export function formatJson(text: string): string {
  const value: unknown = JSON.parse(text);
  return typeof value === 'number' ? formatNumber(value) : plain(String(value));
}
