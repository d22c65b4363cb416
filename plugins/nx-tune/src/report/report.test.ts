import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { SAMPLE_PIPELINE } from '../../test/report/sample-pipeline.js';
import { SAMPLE_RUN } from '../../test/report/sample-results.js';
import { SampleWorkspace, type SampleRun } from '../../test/report/sample-run.js';
import type { ReportContext } from './context.js';
import { writeReport } from './index.js';

const GOLDEN = '../../test/report/golden';

async function reportOf(workspace: SampleWorkspace, extra: Partial<ReportContext> = {}) {
  const context = {
    workspaceRoot: workspace.root,
    resultsDir: 'results/sample',
    spec: SAMPLE_PIPELINE,
    ...extra,
  };
  const written = await writeReport(context);
  return { ...written, text: readFileSync(join(workspace.root, written.path), 'utf8') };
}

async function reportOn(run: SampleRun, extra: Partial<ReportContext> = {}) {
  using workspace = new SampleWorkspace();
  workspace.writeRun(SAMPLE_PIPELINE, run);
  return await reportOf(workspace, extra);
}

const trialsOf = (...ids: string[]) =>
  SAMPLE_RUN.trials.filter(
    ({ phase, tier, index }) => ids.includes(`${phase} ${tier} ${index}`) || ids.includes(phase),
  );

const CLOSED_GATE = [
  'Expected a trial of phase `encoder` to meet its gate, none of 2 finished trials does:',
  '  divergence 0.1..1: best value seen 1.75 (encoder_CRITICAL_002), 0 of 2 trials pass',
].join('\n');

/** Only trials that break the gate: a verdict on a plan of two. */
const closedGate = (): { run: SampleRun; spec: typeof SAMPLE_PIPELINE } => {
  const [first, ...rest] = SAMPLE_PIPELINE.phases;
  const tiers = first!.tiers.slice(0, 1).map((tier) => ({ ...tier, trials: 2 }));
  const broken = trialsOf('encoder CRITICAL 2')[0]!;
  return {
    spec: { ...SAMPLE_PIPELINE, phases: [{ ...first!, tiers }, ...rest] },
    run: {
      trials: [0, 1].map((index) => ({ ...broken, index })),
      phases: { encoder: { status: 'gate_failed', reason: CLOSED_GATE } },
    },
  };
};

test('a finished run', async () => {
  using workspace = new SampleWorkspace();
  workspace.writeRun(SAMPLE_PIPELINE, SAMPLE_RUN);
  const report = await reportOf(workspace, { reuse: { ran: 3, reused: 6 } });
  expect(report.path).toBe('results/sample/tuning_report.md');
  expect(report.warnings).toEqual([]);
  await expect(report.text).toMatchFileSnapshot(`${GOLDEN}/finished.md`);
  const plots = join(workspace.root, 'results/sample/plots');
  expect(readdirSync(plots).sort()).toEqual([
    'encoder-importance.svg',
    'encoder-path.svg',
    'head-importance.svg',
    'head-path.svg',
  ]);
  await expect(readFileSync(join(plots, 'encoder-path.svg'), 'utf8')).toMatchFileSnapshot(
    `${GOLDEN}/encoder-path.svg`,
  );
  await expect(readFileSync(join(plots, 'encoder-importance.svg'), 'utf8')).toMatchFileSnapshot(
    `${GOLDEN}/encoder-importance.svg`,
  );
});

test('nothing on disk', async () => {
  const { text, warnings } = await reportOn({ trials: [] });
  await expect(text).toMatchFileSnapshot(`${GOLDEN}/empty.md`);
  expect(warnings).toEqual([]);
});

test('an unfinished run with a torn file', async () => {
  using workspace = new SampleWorkspace();
  workspace.writeRun(SAMPLE_PIPELINE, {
    trials: trialsOf('encoder', 'head CRITICAL 0'),
    phases: { encoder: SAMPLE_RUN.phases!['encoder']! },
  });
  workspace.write('results/sample/trials/head_CRITICAL_001/observation.json', '{"trial": "head_CRIT');
  const { text, warnings } = await reportOf(workspace);
  await expect(text).toMatchFileSnapshot(`${GOLDEN}/unfinished.md`);
  expect(warnings).toEqual([
    'results/sample/trials/head_CRITICAL_001/observation.json is left out: its text is not JSON.',
  ]);
});

test('a gate that no trial passes stops the run', async () => {
  const { run, spec } = closedGate();
  const { text } = await reportOn(run, { spec });
  await expect(text).toMatchFileSnapshot(`${GOLDEN}/stopped.md`);
});

test('under `gate: warn` the run goes on', async () => {
  const { run, spec } = closedGate();
  const phases = { ...run.phases, head: SAMPLE_RUN.phases!['head']! };
  const warned = { ...spec, runtime: { ...spec.runtime, gate: 'warn' as const } };
  const { text } = await reportOn({ trials: [...run.trials, ...trialsOf('head')], phases }, { spec: warned });
  expect(text).toContain('**Both phases are finished, but no trial passes the gate of `encoder`.**');
  expect(text).toContain(
    '| [encoder](#phase-encoder) | ⚠️ gate missed, went on | `recall` ↑ | 0.9 | 0.9 | 2 | 0 | 20 s |',
  );
});

test('a phase with too many failed trials ends the run', async () => {
  const reason = 'Expected at most 50 % of tier CRITICAL to fail, 3 of 4 trials did:\n  3 × exit code 3';
  const { text } = await reportOn({
    trials: trialsOf('encoder CRITICAL 3'),
    phases: { encoder: { status: 'failed', reason } },
  });
  expect(text).toContain(
    '**The run ended in phase `encoder`:** Expected at most 50 % of tier CRITICAL to fail, 3 of 4 trials did.',
  );
  expect(text).toContain(`**❌ failed.** No trial reported its objective.`);
  expect(text).toContain(`\`\`\`text\n${reason}\n\`\`\``);
});

test('a phase whose start has changed is out of date, and so is the sealed test', async () => {
  const phases = {
    encoder: { ...SAMPLE_RUN.phases!['encoder'], incumbent: 'new' },
    head: { ...SAMPLE_RUN.phases!['head'], before: 'old' },
  };
  const { text } = await reportOn({ ...SAMPLE_RUN, phases });
  expect(text).toContain('| [head](#phase-head) | ⏳ out of date |');
  expect(text).toContain('On the sealed test, as an earlier run ended, `accuracy` is');
  expect(text).toContain(
    'Its trials began from another winner of the phase before than the one that is recorded now',
  );
});

test('trials that the pipeline no longer plans are counted apart', async () => {
  const { text } = await reportOn({
    trials: [{ ...SAMPLE_RUN.trials[0]!, index: 7 }, SAMPLE_RUN.trials[0]!],
  });
  expect(text).toContain(
    '**Spent:** 10 s of trial time for 1 trial, begun 2026-01-05 09:00, last one ended 2026-01-05 09:00 UTC. ' +
      'Left out: 1 trial on disk that the pipeline no longer plans.',
  );
});

test('equal files give equal bytes, in whatever order they were written', async () => {
  const files = async (run: SampleRun) => {
    using workspace = new SampleWorkspace();
    workspace.writeRun(SAMPLE_PIPELINE, run);
    await reportOf(workspace);
    const folder = join(workspace.root, 'results/sample');
    const plots = readdirSync(join(folder, 'plots')).map((file) => `plots/${file}`);
    return ['tuning_report.md', ...plots].map((file) => [file, readFileSync(join(folder, file), 'utf8')]);
  };
  expect(await files({ ...SAMPLE_RUN, trials: SAMPLE_RUN.trials.toReversed() })).toEqual(
    await files(SAMPLE_RUN),
  );
});

test('plots of a former report go, other files stay', async () => {
  using workspace = new SampleWorkspace();
  workspace.writeRun(SAMPLE_PIPELINE, { trials: trialsOf('head CRITICAL 0') });
  workspace.write('results/sample/plots/gone-path.svg', '<svg/>');
  workspace.write('results/sample/plots/note.txt', 'mine');
  await reportOf(workspace);
  expect(readdirSync(join(workspace.root, 'results/sample/plots')).sort()).toEqual([
    'head-path.svg',
    'note.txt',
  ]);
});

test('a method of its own judges the parameters by the complete trials of the plan', async () => {
  const seen: string[] = [];
  const { text } = await reportOn(SAMPLE_RUN, {
    importance: ({ name }, trials) => {
      seen.push(...trials.map(({ trial }) => trial));
      if (name === 'head') return undefined;
      const scores = [{ parameter: 'momentum', importance: 0.75, chance: null, trials: 5 }];
      return { label: 'Share of the variance', method: 'Computed by hand.', warning: '⚠️ By hand.', scores };
    },
  });
  expect(seen).toEqual(
    SAMPLE_RUN.trials
      .filter(({ failure }) => !failure)
      .map((each) => `${each.phase}_${each.tier}_00${each.index}`),
  );
  expect(text).toContain(
    '⚠️ By hand.\n\n![Importance of each parameter](plots/encoder-importance.svg)\n\nComputed by hand.',
  );
  expect(text).toContain(
    '![Importance of each parameter](plots/head-importance.svg)\n\nComputed as the absolute value',
  );
});
