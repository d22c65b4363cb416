/** Light to import: DuckDB and the plots are loaded when a report or a query asks for them. */
import type { ReportContext } from './context.js';
import type { WrittenReport } from './report.js';

export type { ReportContext, Reuse, RunContext } from './context.js';
export type { WrittenReport } from './report.js';
export { formatStatus } from './status.js';

/** Writes tuning_report.md and its plots from what is on disk, whatever state the run is in. */
export async function writeReport(context: ReportContext): Promise<WrittenReport> {
  const report = await import('./report.js');
  return report.writeReport(context);
}
