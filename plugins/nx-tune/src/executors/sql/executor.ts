import type { ExecutorContext } from '@nx/devkit';
import { resolve } from 'node:path';
import { loadPipeline } from '../../launch/pipeline.js';
import { exportRows, query, type Format } from '../../report/index.js';
import { layoutOf } from '../../results/layout.js';
import { reporting, say } from '../adapt.js';

export interface SqlOptions {
  readonly pipeline: string;
  readonly query: string;
  readonly format: Format;
  /** From the workspace root; absent for the terminal. */
  readonly out?: string;
}

export default function sql(options: SqlOptions, { root }: ExecutorContext): Promise<{ success: boolean }> {
  return reporting(async () => {
    const spec = loadPipeline(root, options.pipeline);
    const context = { workspaceRoot: root, resultsDir: layoutOf(spec.name).root, spec };
    const rows = await query(context, options.query);
    for (const warning of rows.warnings) process.stderr.write(`Warning: ${warning}\n`);
    say(
      await exportRows(
        rows,
        options.format,
        options.out === undefined ? undefined : resolve(root, options.out),
      ),
    );
    return true;
  });
}
