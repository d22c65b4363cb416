import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Observation, PhaseResult, TrialRecord } from '../src/results/types.js';
import { Workspace } from './workspace.js';

const YAML = 'pipelines/demo/pipeline.yaml';
const TUNE = ['run', 'demo:tune'];

/**
 * Learns towards 1 - (x - 0.3)², step by step, from its checkpoint where there is one; the seed adds a little. Its line in
 * runs.log says from which step to which.
 */
const PROGRAM = `
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
const { trial, seed, params } = JSON.parse(process.env.TUNE_TRIAL);
const saved = join(process.env.TUNE_CHECKPOINT_DIR, 'state', 'steps.json');
const from = existsSync(saved) ? JSON.parse(readFileSync(saved, 'utf8')) : { step: 0, gap: 1 };
let { step, gap } = from;
for (; step < params.steps; step++) gap *= 0.999;
appendFileSync('runs.log', trial + ' ' + from.step + '-' + step + '\\n');
mkdirSync(join(process.env.TUNE_CHECKPOINT_DIR, 'state'), { recursive: true });
writeFileSync(saved, JSON.stringify({ step, gap }));
if (params.x > params.broken_from) process.exit(1);
writeFileSync(join(process.env.TUNE_OUTPUT_DIR, 'model.txt'), trial);
const score = 1 - (params.x - 0.3) ** 2 - gap + (seed - 7) * params.luck * params.x;
writeFileSync(join(process.env.TUNE_OUTPUT_DIR, 'metrics.json'), JSON.stringify({ score, gap }));
`;

/**
 * Nine trials of 100 steps, of which 002 fails, then 300 and 900 steps; then the best two with another seed, for which 000
 * is better than 001.
 */
const PIPELINE = `
seed: 7
program: { command: node src/program.mjs, sources: ["src/program.mjs"] }
parameters:
  x: { phase: a, range: [0, 1], default: 0.9 }
  steps: { phase: a, range: [100, 900], step: 1 }
fixed: { broken_from: 0.93, luck: 2 }
phases:
  a: { objective: maximize score, artifact: model.txt, gate: gap <= 0.5, trials: 9 }
stop: { type: halving, budget: steps, min: 100, eta: 3 }
replicates: { seeds: 2, top: 2 }
runtime: { attempts: 1 }
`;

const idOf = (index: number, stage = ''): string => `a_CRITICAL_00${index}${stage}`;
const STAGES = ['', '_rung_1', '_rung_2', '_seed_1'];
const ALL = STAGES.flatMap((stage) => Array.from({ length: 9 }, (_, index) => idOf(index, stage)));

const observations = (workspace: Workspace): Promise<Observation[]> =>
  Promise.all(ALL.map((id) => workspace.json<Observation>(`results/demo/trials/${id}/observation.json`)));
const summary = (workspace: Workspace): Promise<PhaseResult> =>
  workspace.json('results/demo/phase_results/a.json');
const reason = async (workspace: Workspace, trial: string): Promise<string | undefined> =>
  (await workspace.json<TrialRecord>(`results/demo/trials/${trial}/trial.json`)).reason;

describe('a phase with halving and replicates', () => {
  let tuned: Workspace;
  let workspace: Workspace;

  beforeAll(async () => {
    tuned = await Workspace.create({ [YAML]: PIPELINE, 'src/program.mjs': PROGRAM });
    const ran = await tuned.ran(TUNE);
    expect(ran).toEqual(
      [
        ...Array.from({ length: 9 }, (_, index) => `${idOf(index)} 0-100`),
        ...[0, 1, 5].map((index) => `${idOf(index, '_rung_1')} 100-300`),
        ...[0, 1].map((index) => `${idOf(index, '_rung_2')} 300-900`),
        ...[0, 1].map((index) => `${idOf(index, '_seed_1')} 0-900`),
      ].sort(),
    );
  });
  beforeEach(async () => {
    workspace = await tuned.clone();
  });
  afterEach(() => workspace.dispose());
  afterAll(() => tuned.dispose());

  it('prunes the rest, says why, and chooses by the mean over the seeds', async () => {
    const statuses = (await observations(workspace)).map(({ status }) => status[0]).join('');
    expect(statuses).toBe(['ccfcccccc', 'ccpppcppp', 'ccppppppp', 'ccsssssss'].join(''));
    expect(await reason(workspace, idOf(8, '_rung_1'))).toMatch(
      /^a_CRITICAL_008 is not among the best 1\/3 that go on to steps 300: score 0\.078/,
    );
    expect(await reason(workspace, idOf(2, '_rung_1'))).toBe('a_CRITICAL_002 is failed');
    expect(await reason(workspace, idOf(8, '_rung_2'))).toBe('a_CRITICAL_008_rung_1 is pruned');
    expect(await reason(workspace, idOf(5, '_seed_1'))).toBe('a_CRITICAL_005_rung_2 is pruned');
    const { best, replicates, rungs } = await summary(workspace);
    expect(best).toMatchObject({ trial: idOf(0, '_rung_2'), values: { x: 0.9, steps: 900 } });
    expect(best!.objective).toBe(replicates![0]!.objective.mean);
    expect(best!.objective).toBeCloseTo(1 - 0.36 - 0.999 ** 900 + 0.9, 10);
    expect(replicates!.map(({ trial, seeds }) => [trial, seeds])).toEqual([
      [idOf(0, '_rung_2'), 2],
      [idOf(1, '_rung_2'), 2],
    ]);
    expect(replicates![0]!.objective.sd).toBeCloseTo(1.8 / Math.SQRT2, 10);
    expect(rungs!.map(({ entered, went_on, pruned, failed }) => [entered, went_on, pruned, failed])).toEqual([
      [9, 3, 6, 1],
      [3, 2, 1, 0],
      [2, undefined, undefined, 0],
    ]);
    expect(await workspace.json('results/demo/phase_results/a/incumbent.json')).toMatchObject({
      params: { x: 0.9, steps: 900 },
      upstream: { a: { trial: idOf(0, '_rung_2') } },
    });
  });

  it('comes to the same, byte for byte, on one device', async () => {
    const alone = await Workspace.create({ [YAML]: PIPELINE, 'src/program.mjs': PROGRAM });
    expect(await alone.ran(TUNE, { TUNE_CPU_SLOTS: '1' })).toHaveLength(16);
    for (const trial of ALL) {
      const file = `results/demo/trials/${trial}/observation.json`;
      expect(await alone.read(file), trial).toBe(await workspace.read(file));
    }
    await alone.dispose();
  });

  it('runs nothing a second time, and of an added trial what it changes', async () => {
    expect(await workspace.ran(TUNE)).toEqual([]);
    await workspace.nx(['reset']);
    expect(await workspace.ran(TUNE)).toEqual([]);
    // Nine beside the incumbent: three of them go on.
    await workspace.edit(YAML, 'trials: 9', 'trials: 10');
    expect(await workspace.ran(TUNE)).toEqual([`${idOf(8, '_rung_1')} 100-300`, `${idOf(9)} 0-100`]);
  });

  it('keeps the results of stages that come and go', async () => {
    await workspace.edit(YAML, 'replicates: { seeds: 2, top: 2 }\n', '');
    await workspace.edit(YAML, 'gate: gap <= 0.5, ', '');
    expect(await workspace.ran(TUNE)).toEqual([]);
    expect((await summary(workspace)).best!.trial).toBe(idOf(1, '_rung_2'));
    await workspace.edit(YAML, 'eta: 3', 'eta: 3, max: 300');
    expect(await workspace.ran(TUNE)).toEqual([]);
    expect((await summary(workspace)).best!.trial).toBe(idOf(1, '_rung_1'));
    await workspace.edit(YAML, 'eta: 3, max: 300', 'eta: 3, max: 900');
    expect(await workspace.ran(TUNE)).toEqual([]);
    // A further rung goes on from what was the last.
    await workspace.edit(YAML, 'max: 900', 'max: 2700');
    expect(await workspace.ran(TUNE)).toEqual([0, 1].map((index) => `${idOf(index, '_rung_3')} 900-2700`));
  });

  it('plans what a change would run, stage by stage', async () => {
    await workspace.edit(YAML, 'seeds: 2', 'seeds: 3');
    const { output } = await workspace.nx(['run', 'demo:plan']);
    expect(output).toContain('a CRITICAL rung-2: 2 cached, 7 to skip');
    expect(output).toContain('a CRITICAL seed-2: 2 to run, 7 to skip');
  });
});
