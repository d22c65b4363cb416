/** What the views and the report make of rungs and further seeds. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { SAMPLE_PIPELINE } from '../../test/report/sample-pipeline.js';
import { SampleWorkspace, type SampleTrial } from '../../test/report/sample-run.js';
import type { Parameter, Spec } from '../spec/types.js';
import { formatStatus, query, writeReport } from './index.js';

const [ENCODER] = SAMPLE_PIPELINE.phases;
const PIPELINE: Spec = {
  ...SAMPLE_PIPELINE,
  phases: [
    {
      ...ENCODER!,
      tiers: [{ ...ENCODER!.tiers[0]!, trials: 3 }],
      halving: { budget: 'epochs', eta: 2, rungs: [10, 40], metric: ENCODER!.objective },
      replicates: { seeds: 2, top: 2 },
    },
  ],
};

const BUDGET: Parameter = {
  name: 'epochs',
  phase: 'encoder',
  tier: 'CRITICAL',
  domain: { kind: 'range', low: 10, high: 40, scale: 'linear', step: 10 },
  default: 10,
};
const RUNG = { stage: { kind: 'rung', number: 1 } } as const;
const SEED = { stage: { kind: 'seed', number: 1 } } as const;
const run = (index: number, recall: number, stage: Partial<SampleTrial> = {}): SampleTrial => ({
  ...{ phase: 'encoder', tier: 'CRITICAL', index, values: { learning_rate: 0.01 + index / 100 } },
  metrics: { recall, divergence: 0.5 },
  ...stage,
});
const without = (index: number, status: 'pruned' | 'skipped', stage: Partial<SampleTrial>): SampleTrial => ({
  ...run(index, 0, stage),
  ...{ status, values: {}, metrics: {} },
});

/** 002 looks best after the first rung and fails in the second; 001 is best there, and 000 by the mean. */
const TRIALS: readonly SampleTrial[] = [
  ...[run(0, 0.81), run(1, 0.82), run(2, 0.83)],
  ...[run(0, 0.9, RUNG), run(1, 0.95, RUNG), { ...run(2, 0, RUNG), metrics: {}, failure: 'exit code 1' }],
  ...[run(0, 0.94, SEED), run(1, 0.85, SEED), without(2, 'skipped', SEED)],
];

function inRun<T>(
  trials: readonly SampleTrial[],
  use: (context: Parameters<typeof query>[0]) => Promise<T>,
  spec = PIPELINE,
): Promise<T> {
  const workspace = new SampleWorkspace();
  const best = {
    trial: 'encoder_CRITICAL_000_rung_1',
    objective: 0.92,
    values: {},
    metrics: { recall: 0.92 },
  };
  workspace.writeRun(spec, { trials, phases: { encoder: { status: 'complete', best } } });
  const context = { workspaceRoot: workspace.root, resultsDir: 'results/sample', spec };
  return use(context).finally(() => workspace[Symbol.dispose]());
}

const ask = (sql: string, trials = TRIALS, spec = PIPELINE): Promise<readonly (readonly unknown[])[]> =>
  inRun(trials, async (context) => (await query(context, sql)).rows, spec);

test('a trial goes by its highest rung with a result, and by the mean over its seeds', async () => {
  expect(
    await ask(
      'select trial, rank, contends, rung, seeds, objective::decimal(6, 4), seconds from ranked_trials',
    ),
  ).toEqual([
    ['encoder_CRITICAL_000_rung_1', 1, true, 1, 2, 0.92, 30],
    ['encoder_CRITICAL_001_rung_1', 2, true, 1, 2, 0.9, 30],
    ['encoder_CRITICAL_002', 3, false, 0, 1, 0.83, 40],
  ]);
});

test('the best so far is among the trials that contend', async () => {
  expect(await ask('select position, best::decimal(6, 4) from best_path')).toEqual([
    [0, 0.92],
    [1, 0.92],
    [2, 0.92],
  ]);
});

test('rungs, failed runs and replicates', async () => {
  expect(await ask('select tier, rung, value, entered, failed, went_on, pruned from rungs')).toEqual([
    ['CRITICAL', 0, 10, 3, 0, 3, 0],
    ['CRITICAL', 1, 40, 3, 1, null, null],
  ]);
  expect(await ask('select trial from failed_trials')).toEqual([['encoder_CRITICAL_002_rung_1']]);
  expect(
    await ask(
      "select trial, seeds, mean::decimal(6, 4), sd::decimal(6, 4), low, high from replicates where metric = 'recall'",
    ),
  ).toEqual([
    ['encoder_CRITICAL_000_rung_1', 2, 0.92, 0.0283, 0.9, 0.94],
    ['encoder_CRITICAL_001_rung_1', 2, 0.9, 0.0707, 0.85, 0.95],
  ]);
});

test('the budget is no searched parameter, and so has no importance', async () => {
  const spec = { ...PIPELINE, parameters: [...PIPELINE.parameters, BUDGET] };
  const trials = TRIALS.map((each) => ({
    ...each,
    values: { ...each.values, epochs: each.stage ? 40 : 10 },
  }));
  expect(await ask('select distinct parameter from importance', trials, spec)).toEqual([['learning_rate']]);
  const rungs = "select rungs::varchar from best_parameters where parameter = 'epochs'";
  expect(await ask(rungs, trials, spec)).toEqual([['[10,40]']]);
});

test('a phase is running until all its stages have an observation', async () => {
  const status = 'select status, finished_trials, planned from phases';
  expect(await ask(status)).toEqual([['complete', 3, 3]]);
  expect(await ask(status, TRIALS.slice(0, -1))).toEqual([['running', 3, 3]]);
});

test('stages that the pipeline no longer has are left over', async () => {
  const other = [{ ...run(0, 0.5), stage: { kind: 'rung', number: 2 } as const }];
  expect(await ask('select trial from leftover_trials', [...TRIALS, ...other])).toEqual([
    ['encoder_CRITICAL_000_rung_2'],
  ]);
});

test('the report shows the rungs and the spread over the seeds', async () => {
  const text = await inRun(TRIALS, async (context) => {
    const { path } = await writeReport(context);
    return readFileSync(join(context.workspaceRoot, path), 'utf8');
  });
  expect(text).toContain(
    'Best trial: `encoder_CRITICAL_000_rung_1` with `recall` 0.92, as with the defaults.',
  );
  const section = text.slice(text.indexOf('### Rungs'), text.indexOf('### Trials, best first'));
  expect(section).toBe(`### Rungs

| Tier | epochs | Entered | Went on | Pruned | Failed |
| --- | ---: | ---: | ---: | ---: | ---: |
| CRITICAL | 10 | 3 | 3 | 0 | 0 |
| CRITICAL | 40 | 3 | – | – | 1 |

### Replicates

| Trial | Seeds | recall | divergence | recall, lowest to highest | Gate |
| --- | ---: | ---: | ---: | ---: | --- |
| \`encoder_CRITICAL_000_rung_1\` | 2 | 0.920 ± 0.028 | 0.5 | 0.9 to 0.94 | ✅ |
| \`encoder_CRITICAL_001_rung_1\` | 2 | 0.900 ± 0.071 | 0.5 | 0.85 to 0.95 | ✅ |

Mean ± standard deviation over the seeds of each trial. The best is chosen by the means.

`);
});

test('the status tells of each stage, and of the best as it was judged', async () => {
  const status = await inRun(TRIALS, (context) => Promise.resolve(formatStatus(context)));
  expect(status.split('\n').slice(3)).toEqual([
    'encoder: finished',
    '  CRITICAL  3 of 3 trials done',
    '    rung-1  3 of 3 trials done, 1 failed',
    '    seed-1  3 of 3 trials done, 1 skipped',
    '  best recall 0.92 (encoder_CRITICAL_000_rung_1)',
    '  gate recall >= 0.8: passed with 0.92',
    '  gate divergence 0.1..1: not reported',
  ]);
});
