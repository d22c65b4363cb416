import { scaleLinear, scaleLog } from 'd3-scale';
import { curveStepAfter, line } from 'd3-shape';
import type { AxisRow, PathRow, PhaseRow, TierRow } from '../facts.js';
import { formatNumber } from '../numbers.js';
import { baseAxis, valueAxis, type Box, type Scale } from './axes.js';
import { round, stroke, svg, text } from './frame.js';

export interface PathPlot {
  readonly phase: PhaseRow;
  readonly tiers: readonly TierRow[];
  /** In the order of the plan, failed trials included. */
  readonly path: readonly PathRow[];
  readonly axis: AxisRow;
  /** Limits that the gate sets to the objective itself. */
  readonly limits: readonly number[];
  readonly gated: boolean;
}

const SIZE = { width: 760, height: 300 };
const BOX: Box = { left: 64, right: 744, top: 44, bottom: 236 };

/** The objective of each trial and the best value so far, over the trials of a phase. */
export function pathPlot(plot: PathPlot): string {
  const x = scaleLinear([0.5, plot.phase.planned + 0.5], [BOX.left, BOX.right]);
  const y = verticalScale(plot);
  const { phase } = plot;
  return svg({
    ...SIZE,
    title: `${phase.metric} of each trial of phase ${phase.phase}, and the best value so far`,
    content: [
      text(
        BOX.left,
        20,
        `${phase.metric} (${phase.direction === 'maximize' ? 'higher' : 'lower'} is better)`,
        {
          classes: 'text',
        },
      ),
      ...valueAxis(y, BOX),
      ...tierMarks(plot.tiers, x),
      ...baseAxis(x, BOX, true),
      text(BOX.right, BOX.bottom + 36, 'trial', { anchor: 'end' }),
      ...plot.limits.map((limit) => limitLine(limit, y)),
      ...marks(plot, x, y),
      ...plot.limits.map((limit) => limitLabel(limit, y)),
      ...legend(plot),
    ],
  });
}

/** The view's range with the gate's limits in it; logarithmic where values of one sign span more than two decades. */
function verticalScale({ axis, limits }: PathPlot): Scale {
  const low = Math.min(axis.low, ...limits);
  const high = Math.max(axis.high, ...limits);
  const margin = high === low ? Math.abs(high) * 0.1 || 1 : 0;
  const range = [BOX.bottom - 8, BOX.top];
  if (low > 0 && high / low > 100) return scaleLog([low, high], range).nice();
  return scaleLinear([low - margin, high + margin], range).nice();
}

function tierMarks(tiers: readonly TierRow[], x: Scale): string[] {
  if (tiers.length < 2) return [];
  return tiers.flatMap(({ tier, first }) => [
    ...(first > 0
      ? [stroke(`M${round(x(first + 0.5))} ${BOX.top - 8}V${BOX.bottom}`, { classes: 'axis', dashed: true })]
      : []),
    text(x(first + 0.5) + 6, BOX.top - 4, tier),
  ]);
}

const limitLine = (limit: number, y: Scale): string =>
  stroke(`M${BOX.left} ${round(y(limit))}H${BOX.right}`, { classes: 'limit', width: 1.5, dashed: true });

/** Above the marks, which may be many. */
const limitLabel = (limit: number, y: Scale): string =>
  text(BOX.right, y(limit) - 5, `gate ${formatNumber(limit)}`, { anchor: 'end', classes: 'label' });

function marks({ path }: PathPlot, x: Scale, y: Scale): string[] {
  const [low, high] = y.domain() as [number, number];
  const dots = (rows: readonly PathRow[]) =>
    rows
      .map(({ position, objective }) => {
        const inside = Math.min(high, Math.max(low, objective!));
        return `M${round(x(position + 1))} ${round(y(inside))}h0`;
      })
      .join('');
  const crosses = path
    .filter(({ status }) => status === 'failed')
    .map(({ position }) => `M${round(x(position + 1) - 3)} ${BOX.bottom - 7}l6 6m0-6l-6 6`)
    .join('');
  const measured = path.filter(({ objective }) => objective !== null);
  const steps = line<PathRow>(
    ({ position }) => x(position + 1),
    (row) => y(row.best!),
  )
    .curve(curveStepAfter)
    .digits(1);
  const size = path.length > 1000 ? 2 : path.length > 200 ? 4 : 7;
  return [
    stroke(dots(measured.filter(({ feasible }) => !feasible)), { classes: 'miss', width: size }),
    stroke(dots(measured.filter(({ feasible }) => feasible)), { classes: 'pass', width: size }),
    stroke(crosses, { classes: 'fail', width: 1.5 }),
    stroke(steps(path.filter(({ best }) => best !== null)) ?? '', { classes: 'best', width: 2 }),
  ];
}

function legend({ path, gated, axis }: PathPlot): string[] {
  const has = (test: (row: PathRow) => boolean) => path.some(test);
  const entries: [string, string, string][] = [['best', 'M0-4h18', 'best so far']];
  if (has((row) => row.feasible)) entries.push(['pass', 'M9-4h0', gated ? 'passes the gate' : 'trial']);
  if (has((row) => row.objective !== null && !row.feasible))
    entries.push(['miss', 'M9-4h0', 'misses the gate']);
  if (has((row) => row.status === 'failed')) entries.push(['fail', 'M6-7l6 6m0-6l-6 6', 'failed']);
  let left = BOX.left;
  const keys = entries.map(([classes, path, label]) => {
    const width = path.endsWith('h0') ? 7 : classes === 'fail' ? 1.5 : 2;
    const key = `<g transform="translate(${left} ${SIZE.height - 14})">${stroke(path, { classes, width })}${text(24, 0, label)}</g>`;
    left += 48 + label.length * 6.5;
    return key;
  });
  const beyond =
    axis.beyond === 0
      ? []
      : [
          text(BOX.right, SIZE.height - 14, `${axis.beyond} beyond the axis, drawn at its edge`, {
            anchor: 'end',
          }),
        ];
  return [...keys, ...beyond];
}
