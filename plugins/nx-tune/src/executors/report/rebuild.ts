import { isReportFresh, reportInputs, stampReport, varianceShares, writeReport } from '../../report/index.js';
import type { ImportanceMethod } from '../../report/index.js';
import { FILES, layoutOf } from '../../results/layout.js';
import { importance } from '../../sample/importance/index.js';
import type { Spec } from '../../spec/types.js';
import { say } from '../adapt.js';

/** Beyond it the forest takes longer than a report should; rank correlations then tell enough. */
const MOST_TRIALS_FOR_FOREST = 500;

const byForest: ImportanceMethod = (phase, trials) =>
  trials.length > MOST_TRIALS_FOR_FOREST
    ? undefined
    : varianceShares(
        importance(
          phase.tiers.flatMap(({ parameters }) => parameters),
          trials,
        ),
      );

/** Brings the report up to what is on disk. */
export async function rebuildReport(workspaceRoot: string, spec: Spec): Promise<void> {
  const context = { workspaceRoot, resultsDir: layoutOf(spec.name).root, spec };
  const inputs = reportInputs(context);
  if (await isReportFresh(context, inputs)) {
    say(`Report: ${context.resultsDir}/${FILES.report}, as before`);
    return;
  }
  const { path, warnings } = await writeReport({ ...context, importance: byForest });
  await stampReport(context, inputs);
  for (const warning of warnings) process.stderr.write(`Warning: ${warning}\n`);
  say(`Report: ${path}`);
}
