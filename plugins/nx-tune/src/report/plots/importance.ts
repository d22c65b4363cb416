import { scaleBand, scaleLinear, type ScaleBand } from 'd3-scale';
import type { ImportanceScore, PhaseImportance } from '../context.js';
import { formatNumber } from '../numbers.js';
import { baseAxis, type Box, type Scale } from './axes.js';
import { round, stroke, svg, text } from './frame.js';

const WIDTH = 760;
const ROW = 26;

/** A bar a parameter, most important first; pale bars are within chance, up to the mark across them. */
export function importancePlot(phase: string, { scores, label }: PhaseImportance): string {
  const box = boxFor(scores);
  const x = scaleLinear([0, 1], [box.left, box.right]).clamp(true);
  const y = scaleBand(
    scores.map(({ parameter }) => parameter),
    [box.top, box.bottom],
  ).padding(0.25);
  const marked = scores.some(hasMark);
  const key = 'mark: what chance alone exceeds in 5 % of cases';
  return svg({
    width: WIDTH,
    height: box.bottom + (marked ? 50 : 32),
    title: `Importance of the parameters of phase ${phase}: ${label}`,
    content: [
      text(box.left, 20, label, { classes: 'text' }),
      ...baseAxis(x, box),
      ...scores.flatMap((score) => bar(score, x, y)),
      marked ? text(box.left, box.bottom + 40, key, { classes: 'label' }) : '',
    ],
  });
}

function boxFor(scores: readonly ImportanceScore[]): Box {
  const longest = Math.max(...scores.map(({ parameter }) => parameter.length));
  const top = 32;
  return { left: Math.min(320, 24 + longest * 7), right: 700, top, bottom: top + scores.length * ROW };
}

const hasMark = ({ chance }: ImportanceScore): boolean => chance !== null && chance <= 1;

function bar(score: ImportanceScore, x: Scale, y: ScaleBand<string>): string[] {
  const { parameter, importance, chance } = score;
  const left = x(0);
  const top = round(y(parameter)!);
  const height = round(y.bandwidth());
  const classes = chance !== null && importance <= chance ? 'weak' : 'bar';
  const width = round(x(importance) - left);
  const mark = `M${round(x(chance ?? 0))} ${top - 2}v${height + 4}`;
  const past =
    hasMark(score) && Math.abs(x(importance) - x(chance!)) < 40 && importance < chance!
      ? x(chance!)
      : x(importance);
  return [
    `<rect class="${classes}" x="${left}" y="${top}" width="${width}" height="${height}" rx="2"/>`,
    hasMark(score) ? stroke(mark, { classes: 'limit', width: 1.5 }) : '',
    text(left - 8, top + height / 2 + 4, parameter, { anchor: 'end', classes: 'text' }),
    text(past + 6, top + height / 2 + 4, formatNumber(importance, 2)),
  ];
}
