import { join } from 'node:path';
import { writeAtomically } from './atomic.js';

/** One line of the trial's log. */
export function log(message: string): void {
  process.stdout.write(`${message}\n`);
}

/** A progress line: the runner counts it as a sign of life and shows it. Metrics that are not finite are left out. */
export function reportProgress(
  step: number,
  total: number,
  metrics: Readonly<Record<string, number>> = {},
): void {
  const finite = Object.entries(metrics).filter(([, value]) => Number.isFinite(value));
  log(JSON.stringify({ step, total, ...Object.fromEntries(finite) }));
}

/**
 * Writes metrics.json, atomically. A metric without a finite value is left out, and the log says so: an absent
 * metric is seen as missing, a made-up number would be ranked.
 *
 * @param metrics - undefined for a metric that has no value here
 * @param reasons - why, by metric, for the log
 */
export function writeMetrics(
  outputDir: string,
  metrics: Readonly<Record<string, number | undefined>>,
  reasons: Readonly<Record<string, string>> = {},
): void {
  const finite: Record<string, number> = {};
  for (const [name, value] of Object.entries(metrics)) {
    if (value !== undefined && Number.isFinite(value)) finite[name] = value;
    else log(`The metric \`${name}\` is absent: ${reasons[name] ?? missing(value)}.`);
  }
  writeAtomically(join(outputDir, 'metrics.json'), `${JSON.stringify(finite, null, 2)}\n`);
}

const missing = (value: number | undefined): string =>
  value === undefined ? 'it is not defined for this result' : `its value is ${value}`;
