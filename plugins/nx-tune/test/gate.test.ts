import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PIPELINE, Workspace } from './workspace.js';

const GATED = PIPELINE.replace(
  '    objective: maximize score\n    artifact: model.txt\n    trials: { CRITICAL',
  '    objective: maximize score\n    gate: ["score >= 2", "x < 0.95"]\n    artifact: model.txt\n    trials: { CRITICAL',
);

describe('a gate that no trial passes', () => {
  let workspace: Workspace;
  beforeEach(async () => {
    workspace = await Workspace.create({ 'pipelines/demo/pipeline.yaml': GATED });
  });
  afterEach(() => workspace.dispose());

  it('stops the pipeline, says why on one screen, and still leaves a report', async () => {
    const { code, output } = await workspace.nx(['run', 'demo:tune']);
    expect(code).toBe(1);
    const best = await bestScore(workspace);
    expect(output).toContain(
      [
        'Expected a trial of phase `a` to meet its gate, none of 6 finished trials does:',
        `  score >= 2: best value seen ${best.value} (${best.trial}), 0 of 6 trials pass`,
      ].join('\n'),
    );
    expect(output).toContain(
      'Widen the ranges, add trials, loosen the gate, or set `runtime.gate: warn` to go on with the best there is.',
    );
    expect(output).toContain('- demo:tune\n');
    expect((await workspace.runs()).filter((trial) => trial.startsWith('b_'))).toEqual([]);
    expect(await workspace.json('results/demo/phase_results/a.json')).toMatchObject({
      status: 'gate_failed',
      passing: 0,
    });
    expect(await workspace.json('results/demo/coordinator_state.json')).toMatchObject({
      completed_phases: [],
      current_phase: 'a',
    });
    expect(await workspace.read('results/demo/tuning_report.md')).toContain('score >= 2');
  });

  it('goes on with the best there is where the pipeline says so, and runs no finished trial again', async () => {
    await workspace.nx(['run', 'demo:tune']);
    await workspace.edit(
      'pipelines/demo/pipeline.yaml',
      'phases:\n  a',
      'runtime: { gate: warn }\nphases:\n  a',
    );
    expect(await workspace.ran(['run', 'demo:tune'])).toEqual([
      'b_CRITICAL_000',
      'b_CRITICAL_001',
      'b_CRITICAL_002',
    ]);
    expect(await workspace.json('results/demo/coordinator_state.json')).toMatchObject({
      completed_phases: ['a', 'b'],
    });
  });
});

/** The best score among the finished trials of phase a, to four digits, and whose it is. */
async function bestScore(workspace: Workspace): Promise<{ trial: string; value: string }> {
  const trials = (await workspace.list('results/demo/trials')).filter((name) => name.startsWith('a_')).sort();
  const scores = await Promise.all(
    trials.map(async (trial) => ({
      trial,
      score: (await workspace.json<{ objective: number }>(`results/demo/trials/${trial}/observation.json`))
        .objective,
    })),
  );
  const best = scores.sort((a, b) => b.score - a.score)[0]!;
  return { trial: best.trial, value: String(Number(best.score.toPrecision(4))) };
}
