import type { ScaleContinuousNumeric } from 'd3-scale';
import { formatNumber } from '../numbers.js';
import { round, stroke, text } from './frame.js';

export type Scale = ScaleContinuousNumeric<number, number>;

export interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Grid lines across the box with their numbers to the left. */
export function valueAxis(scale: Scale, box: Box): string[] {
  return ticksOf(scale, 5).flatMap((tick) => {
    const y = round(scale(tick));
    return [
      stroke(`M${box.left} ${y}H${box.right}`, { classes: 'grid' }),
      text(box.left - 8, y + 4, formatNumber(tick), { anchor: 'end' }),
    ];
  });
}

/** The line under the box with its numbers; only whole ones where `whole`. */
export function baseAxis(scale: Scale, box: Box, whole = false): string[] {
  const ticks = ticksOf(scale, whole ? 8 : 5).filter((tick) => !whole || Number.isInteger(tick));
  return [
    stroke(`M${box.left} ${box.bottom}H${box.right}`, { classes: 'axis' }),
    ...ticks.flatMap((tick) => {
      const x = round(scale(tick));
      return [
        stroke(`M${x} ${box.bottom}v5`, { classes: 'axis' }),
        text(x, box.bottom + 19, formatNumber(tick), { anchor: 'middle' }),
      ];
    }),
  ];
}

/** A logarithmic scale answers with many ticks whatever is asked for: its powers of ten, where there are some. */
function ticksOf(scale: Scale, count: number): number[] {
  const ticks = scale.ticks(count);
  if (ticks.length <= 2 * count) return ticks;
  const powers = ticks.filter((tick) => Number.isInteger(Math.log10(tick)));
  return powers.length >= 2 ? powers : ticks.filter((_, at) => at % Math.ceil(ticks.length / count) === 0);
}
