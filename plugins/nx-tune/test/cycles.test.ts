import { afterEach, describe, expect, it } from 'vitest';
import type { Incumbent, Observation, TrialRecord } from '../src/results/types.js';
import { Workspace } from './workspace.js';

const TUNE = ['run', 'demo:tune'];

/** Best at x = 0.3 and y = 0.1. */
const pipeline = (cycles: number, x: number) => `
program: { command: node src/program.mjs, sources: ["src/**"] }
parameters:
  x: { phase: a, range: [0, 1], default: ${x} }
  z: { phase: a, tier: IMPORTANT, choices: [1, 2], default: 1 }
  y: { phase: b, range: [0, 1], default: 0.1 }
phases:
  a: { objective: maximize score, artifact: model.txt, trials: { CRITICAL: 3, IMPORTANT: 1 } }
  b: { objective: maximize score, artifact: model.txt, trials: 2 }
cycles: ${cycles}
`;

let workspace: Workspace;
afterEach(() => workspace.dispose());

const create = async (cycles: number, x: number): Promise<Workspace> =>
  (workspace = await Workspace.create({ 'pipelines/demo/pipeline.yaml': pipeline(cycles, x) }));

const ofTrial = <T>(trial: string, file: string): Promise<T> =>
  workspace.json<T>(`results/demo/trials/${trial}/${file}`);
const incumbent = (phase: string) =>
  workspace.json<Incumbent>(`results/demo/phase_results/${phase}/incumbent.json`);

describe('cycles', () => {
  it('end when one of them comes to where it began, and repeat no trial to find that out', async () => {
    await create(3, 0.3);
    expect(await workspace.ran(TUNE)).toEqual([
      'a-cycle-2_CRITICAL_001',
      'a-cycle-2_CRITICAL_002',
      'a_CRITICAL_000',
      'a_CRITICAL_001',
      'a_CRITICAL_002',
      'a_IMPORTANT_000',
      'b-cycle-2_CRITICAL_001',
      'b_CRITICAL_000',
      'b_CRITICAL_001',
    ]);
    const taken = await ofTrial<Observation>('a-cycle-2_CRITICAL_000', 'observation.json');
    expect(taken).toEqual({
      ...(await ofTrial<Observation>('a_CRITICAL_000', 'observation.json')),
      trial: 'a-cycle-2_CRITICAL_000',
      phase: 'a-cycle-2',
      same_as: 'a_CRITICAL_000',
    });
    const first = await incumbent('b');
    expect(await incumbent('b-cycle-2')).toEqual({ ...first, converged: true });
    expect(await incumbent('b-cycle-3')).toEqual({ ...first, converged: true });
    expect(await ofTrial<TrialRecord>('b-cycle-3_CRITICAL_001', 'trial.json')).toMatchObject({
      status: 'skipped',
      reason: 'cycle 2 ended with the incumbent that it began with',
    });
    expect(await workspace.read('results/demo/tuning_report.md')).toContain('nothing left to search');
    await workspace.nx(['reset']);
    expect(await workspace.ran(TUNE)).toEqual([]);
  });

  it('search on around what the one before found, and a further one repeats nothing', async () => {
    await create(2, 0.9);
    await workspace.ran(TUNE);
    const [first, second] = [await incumbent('b'), await incumbent('b-cycle-2')];
    const x = first.params['x'] as number;
    for (const index of [1, 2]) {
      const { values } = await ofTrial<Observation>(`a-cycle-2_CRITICAL_00${index}`, 'observation.json');
      expect(Math.abs((values['x'] as number) - x)).toBeLessThanOrEqual(0.5);
    }
    expect(Math.abs((second.params['x'] as number) - 0.3)).toBeLessThan(Math.abs(x - 0.3));
    expect(await workspace.json('results/demo/coordinator_state.json')).toMatchObject({
      completed_phases: ['a', 'b', 'a-cycle-2', 'b-cycle-2'],
    });
    await workspace.edit('pipelines/demo/pipeline.yaml', 'cycles: 2', 'cycles: 3');
    const ran = await workspace.ran(TUNE);
    expect(ran).toContain('a-cycle-3_CRITICAL_001');
    const twice = ran.filter((trial) => !trial.includes('-cycle-3_') || trial === 'a-cycle-3_CRITICAL_000');
    expect(twice).toEqual([]);
  });
});
