import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { SAMPLE_PIPELINE } from '../../test/report/sample-pipeline.js';
import { SAMPLE_RUN } from '../../test/report/sample-results.js';
import { SampleWorkspace } from '../../test/report/sample-run.js';
import { writeReport } from './index.js';

const golden = (name: string) =>
  readFileSync(new URL(`../../test/report/golden/${name}.md`, import.meta.url), 'utf8');

async function reportOf(workspace: SampleWorkspace, reuse?: { ran: number; reused: number }) {
  const written = await writeReport({
    workspaceRoot: workspace.root,
    resultsDir: 'results/sample',
    spec: SAMPLE_PIPELINE,
    reuse,
  });
  return { ...written, text: readFileSync(join(workspace.root, written.path), 'utf8') };
}

test('a finished run', async () => {
  using workspace = new SampleWorkspace();
  workspace.writeRun(SAMPLE_PIPELINE, SAMPLE_RUN);
  const report = await reportOf(workspace, { ran: 3, reused: 6 });
  expect(report.text).toBe(golden('finished'));
  expect(report.warnings).toEqual([]);
});
