import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Observation, TrialRecord } from '../src/results/types.js';
import { Workspace } from './workspace.js';

const YAML = 'pipelines/demo/pipeline.yaml';
const TUNE = ['run', 'demo:tune'];
const TRIALS = 12;

/** The default is the best there is, so that no trial after 000 improves. With a lag of 4, trial 7 looks at 0 to 3. */
const PIPELINE = `
program: { command: node src/program.mjs, sources: ["src/program.mjs"] }
parameters:
  x: { phase: a, range: [0, 1], default: 0.3 }
phases:
  a: { objective: maximize score, patience: 3, trials: ${TRIALS} }
`;

const ALL = Array.from({ length: TRIALS }, (_, index) => `a_CRITICAL_${String(index).padStart(3, '0')}`);
const RUN = ALL.slice(0, 7);
const SKIPPED = ALL.slice(7);

const observations = (workspace: Workspace): Promise<Observation[]> =>
  Promise.all(ALL.map((id) => workspace.json<Observation>(`results/demo/trials/${id}/observation.json`)));

describe('a phase with patience', () => {
  let tuned: Workspace;
  let workspace: Workspace;

  beforeAll(async () => {
    tuned = await Workspace.create({ [YAML]: PIPELINE });
    expect(await tuned.ran(TUNE, { TUNE_CPU_SLOTS: '4' })).toEqual(RUN);
  });
  beforeEach(async () => {
    workspace = await tuned.clone();
  });
  afterEach(() => workspace.dispose());
  afterAll(() => tuned.dispose());

  it('skips the rest of a tier, says why, and selects from what ran', async () => {
    const found = await observations(workspace);
    expect(found.map(({ status }) => status)).toEqual([
      ...RUN.map(() => 'complete'),
      ...SKIPPED.map(() => 'skipped'),
    ]);
    expect(found[7]).toEqual({
      ...{ trial: ALL[7], phase: 'a', tier: 'CRITICAL', index: 7, status: 'skipped' },
      ...{ values: {}, objective: null, metrics: {} },
    });
    expect((await workspace.json<TrialRecord>(`results/demo/trials/${ALL[11]}/trial.json`)).reason).toBe(
      'out of patience: 3 trials in a row did not improve on a_CRITICAL_000, score 1',
    );
    expect(await workspace.json('results/demo/phase_results/a.json')).toMatchObject({
      status: 'complete',
      best: { trial: ALL[0] },
    });
  });

  it('skips the same trials on one device', async () => {
    const alone = await Workspace.create({ [YAML]: PIPELINE });
    expect(await alone.ran(TUNE, { TUNE_CPU_SLOTS: '1' })).toEqual(RUN);
    expect(await observations(alone)).toEqual(await observations(workspace));
    await alone.dispose();
  });

  it('skips them again after nx reset, and what is added to the tier', async () => {
    await workspace.nx(['reset']);
    expect(await workspace.ran(TUNE)).toEqual([]);
    await workspace.edit(YAML, `trials: ${TRIALS}`, `trials: ${TRIALS + 3}`);
    expect(await workspace.ran(TUNE)).toEqual([]);
  });

  it('runs what was skipped once there is more patience, and keeps its results when there is less again', async () => {
    await workspace.edit(YAML, 'patience: 3', 'patience: 5');
    expect(await workspace.ran(TUNE)).toEqual(ALL.slice(7, 9));
    await workspace.edit(YAML, 'patience: 5, ', '');
    expect(await workspace.ran(TUNE)).toEqual(ALL.slice(9));
    await workspace.nx(['reset']);
    await workspace.edit(YAML, 'maximize score,', 'maximize score, patience: 3,');
    expect(await workspace.ran(TUNE)).toEqual([]);
    expect((await observations(workspace)).filter(({ status }) => status === 'skipped')).toHaveLength(5);
    await workspace.edit(YAML, 'patience: 3, ', '');
    expect(await workspace.ran(TUNE)).toEqual([]);
    expect((await observations(workspace)).filter(({ status }) => status === 'skipped')).toHaveLength(0);
  });
});
