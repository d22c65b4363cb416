import * as z from 'zod/mini';
import { described } from './described.js';
import type { Located } from './located.js';
import { didYouMean } from './nearest.js';
import { parseTarget } from './target.js';
import type { Path } from './tree.js';
import type { Direction, Metric } from './types.js';
import { quote, show } from './wording.js';

/** Added by the runner when a program does not report them: always known, and never the same twice. */
export const MEASURED_METRICS = ['wall_clock_time', 'gpu_memory_peak'] as const;

export const metricShape = z.strictObject({
  group: z.optional(described('Heading under which the report lists it.', z.string())),
  description: z.optional(described('What it measures, for the report.', z.string())),
  target: z.optional(
    described('What it should reach: `>= 0.93`, `0.1..1.0`, `minimize` or `maximize`.', z.string()),
  ),
  volatile: z.optional(
    described(
      'Differs from run to run, as a duration does: reported, never hashed. Default: false.',
      z.boolean(),
    ),
  ),
});

/** The declared metrics in order, then the measured ones that are not among them. */
export function readMetrics(file: Located): Metric[] {
  const declared = file.keys(['metrics']).flatMap((name) => readMetric(file, name));
  const names = file.keys(['metrics']);
  const measured = MEASURED_METRICS.filter((name) => !names.includes(name));
  return [...declared, ...measured.map((name) => ({ name, volatile: true }))];
}

/** Where metrics are declared, a name must be one of them or a measured one; else any will do. */
export function checkMetric(file: Located, path: Path, name: string): void {
  const declared = file.keys(['metrics']);
  const known = [...new Set([...declared, ...MEASURED_METRICS])];
  if (declared.length === 0 || known.includes(name)) return;
  const message = `Expected a metric that \`metrics\` declares, found ${quote(name)}.`;
  file.report(path, message, didYouMean(name, known));
}

/** Whether the pipeline file says that a metric differs from run to run, or it is measured. */
export const isVolatile = (file: Located, name: string): boolean =>
  (MEASURED_METRICS as readonly string[]).includes(name) ||
  file.get(metricShape.shape.volatile, ['metrics', name, 'volatile']) === true;

/** The direction in which a metric is better, by its target; undefined where that does not say. */
export function directionOf(file: Located, name: string): Direction | undefined {
  const target = parseTarget(file.get(z.string(), ['metrics', name, 'target']) ?? '');
  switch (target?.op) {
    case 'maximize':
    case '>=':
    case '>':
      return 'maximize';
    case 'minimize':
    case '<=':
    case '<':
      return 'minimize';
    default:
      return undefined;
  }
}

function readMetric(file: Located, name: string): Metric[] {
  const path = ['metrics', name];
  const raw = file.fields(metricShape, path);
  if (raw === undefined) return [];
  const measured = (MEASURED_METRICS as readonly string[]).includes(name);
  if (measured && raw.volatile === false) {
    const message = `Expected \`volatile\` to be true for ${quote(name)}, which the runner measures, got \`false\` (boolean).`;
    file.report([...path, 'volatile'], message);
  }
  const target = raw.target === undefined ? undefined : parseTarget(raw.target);
  if (raw.target !== undefined && target === undefined) {
    const expected = '`>= 0.93`, `0.1..1.0` (the lower end first), `minimize` or `maximize`';
    file.report([...path, 'target'], `Expected \`target\` to be like ${expected}, got ${show(raw.target)}.`);
  }
  const { group, description } = raw;
  return [
    {
      name,
      ...(group !== undefined && { group }),
      ...(description !== undefined && { description }),
      ...(target && { target }),
      volatile: measured || (raw.volatile ?? false),
    },
  ];
}
