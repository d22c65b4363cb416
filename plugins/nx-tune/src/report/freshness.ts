import { join } from 'node:path';
import { digestOf } from '../results/digest.js';
import { readText, writeAtomic } from '../results/json.js';
import { FILES } from '../results/layout.js';
import type { RunContext } from './context.js';
import { readDocuments } from './documents.js';

/** Raised when the same files make another report. */
const REPORT_VERSION = 1;

/** Digest of all that a report is made from. */
export const reportInputs = (context: RunContext): string =>
  digestOf({ version: REPORT_VERSION, ...readDocuments(context) });

/** Beside the plots, so that it goes when they go. */
const stampOf = ({ workspaceRoot, resultsDir }: RunContext): string =>
  join(workspaceRoot, resultsDir, 'plots', '.inputs');

/** Whether the report on disk was made from just these files: a run that found nothing to do leaves it alone. */
export async function isReportFresh(context: RunContext, inputs: string): Promise<boolean> {
  const report = join(context.workspaceRoot, context.resultsDir, FILES.report);
  const [stamp, text] = await Promise.all([readText(stampOf(context)), readText(report)]);
  return stamp === inputs && text !== undefined;
}

/** Remembers what the report was made from. */
export const stampReport = (context: RunContext, inputs: string): Promise<void> =>
  writeAtomic(stampOf(context), inputs);
