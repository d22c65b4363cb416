import { writeReport } from '../../report/index.js';
import { layoutOf } from '../../results/layout.js';
import type { Spec } from '../../spec/types.js';
import { say } from '../adapt.js';

export async function rebuildReport(workspaceRoot: string, spec: Spec): Promise<void> {
  const { path, warnings } = await writeReport({ workspaceRoot, resultsDir: layoutOf(spec.name).root, spec });
  for (const warning of warnings) process.stderr.write(`Warning: ${warning}\n`);
  say(`Report: ${path}`);
}
