import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { failed, observed } from '../../test/select/observations.js';
import { specOf } from '../../test/spec/written.js';
import { temporaryFolders } from '../../test/temporary.js';
import { Results } from '../results/read.js';
import type { Observation } from '../results/types.js';
import { rankForStage } from './ranking.js';

const folder = temporaryFolders();
const SPEC = specOf(`
program: { command: run it }
parameters:
  x: { phase: a, range: [0, 1] }
  steps: { phase: a, range: [1, 9], step: 1 }
phases:
  a: { objective: maximize score, trials: 3, stop: { type: halving, budget: steps, min: 1, metric: minimize loss } }
`);
const PLACE = { phase: 'a', tier: 'CRITICAL', stage: 'rung-1' };

function resultsWith(observations: readonly Observation[]): { results: Results; root: string } {
  const root = folder();
  const results = new Results(root, 'demo');
  for (const each of observations) {
    mkdirSync(join(root, results.layout.trial(each.trial)), { recursive: true });
    writeFileSync(join(root, results.layout.trial(each.trial), 'observation.json'), JSON.stringify(each));
  }
  return { results, root };
}

const losing = (index: number, loss: number): Observation =>
  observed(index, 1, { metrics: { score: 1, loss } });

test('writes who goes on, and nothing else', async () => {
  const { results, root } = resultsWith([losing(0, 9), losing(1, 3), losing(2, 2)]);
  await rankForStage(results, SPEC, PLACE);
  const file = join(root, 'results/demo/phase_results/a/rankings/critical-rung-1.json');
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({ go_on: [0, 2] });
});

test('a metric that no trial reports is a mistake', async () => {
  const { results } = resultsWith([observed(0, 1), failed(1), observed(2, 1)]);
  await expect(rankForStage(results, SPEC, PLACE)).rejects.toThrow(
    'Expected a trial of tier CRITICAL of phase `a` to report `loss`, by which halving chooses, none of 2 finished ' +
      'trials did. Set `metric` of `stop` to one that the program reports.',
  );
});

test('where all trials failed nobody goes on, and the selection will say why', async () => {
  const { results } = resultsWith([failed(0), failed(1), failed(2)]);
  expect(await rankForStage(results, SPEC, PLACE)).toEqual({ go_on: [] });
});

test('a stage that the pipeline no longer has', async () => {
  const { results } = resultsWith([]);
  await expect(rankForStage(results, SPEC, { ...PLACE, stage: 'rung-9' })).rejects.toThrow(
    'Expected tier CRITICAL of phase `a` of `demo` to have rung-9, found none. ' +
      'The pipeline file changed after the run began: run the same command again.',
  );
});
