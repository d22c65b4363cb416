/** Light to import: DuckDB and the plots are loaded when a report or a query asks for them. */
import type { ReportContext, RunContext } from './context.js';
import type { WrittenReport } from './report.js';
import type { Rows } from './rows.js';

export type {
  ImportanceMethod,
  ImportanceScore,
  PhaseImportance,
  ReportContext,
  Reuse,
  RunContext,
} from './context.js';
export type { WrittenReport } from './report.js';
export { isReportFresh, reportInputs, stampReport } from './freshness.js';
export { OutputError, QueryError } from './errors.js';
export { varianceShares } from './importance.js';
export type { VarianceShares } from './importance.js';
export { exportRows, FORMATS } from './rows.js';
export type { Column, Format, Rows } from './rows.js';
export { formatStatus } from './status.js';

/** Writes tuning_report.md and its plots from what is on disk, whatever state the run is in. */
export async function writeReport(context: ReportContext): Promise<WrittenReport> {
  const report = await import('./report.js');
  return report.writeReport(context);
}

/**
 * Answers a query over the same views that the report is made from (docs/report.md lists them). `warnings` has one
 * sentence for each result file that could not be used.
 *
 * @throws QueryError
 */
export async function query(
  context: RunContext,
  sql: string,
): Promise<Rows & { readonly warnings: readonly string[] }> {
  const [{ Database }, { readDocuments }] = await Promise.all([
    import('./database.js'),
    import('./documents.js'),
  ]);
  const { documents, warnings } = readDocuments(context);
  const database = await Database.open(documents);
  try {
    return { ...(await database.query(sql)), warnings };
  } finally {
    database.close();
  }
}
