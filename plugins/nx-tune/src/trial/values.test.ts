import { describe, expect, it, test } from 'vitest';
import { specOf } from '../../test/spec/written.js';
import type { Incumbent } from '../results/types.js';
import { suggest } from '../sample/index.js';
import type { Values } from '../spec/types.js';
import { trialRef, type TrialRef } from './definition.js';
import { NO_INCUMBENT, paramsOf, phaseValues, sampleRequest, startingPoint, trialConfig } from './values.js';

const PIPELINE = `
seed: 7
program: { command: run }
parameters:
  width: { phase: a, range: [0, 100], step: 10, default: 50 }
  kind:  { phase: b, choices: [plain, deep], default: plain }
  skip:  { phase: b, tier: IMPORTANT, choices: [true, false], default: true, when: { depth: 3 } }
  depth: { phase: b, range: [1, 9], step: 1, default: 3, when: { kind: deep } }
  z:     { phase: c, range: [0, 1], default: 0.5 }
fixed: { batch_size: 128 }
phases:
  a: { objective: maximize score, trials: 2 }
  b: { objective: minimize loss, trials: 2 }
  c: { objective: maximize score, trials: 2 }
`;
const spec = specOf(PIPELINE);
const ref = trialRef(spec, { phase: 'b', tier: 'CRITICAL', index: 1 });
const MODEL = { path: 'results/demo/trials/a_CRITICAL_001/model.txt', sha256: 'ab'.repeat(32) };
const AFTER_A: Incumbent = {
  params: { width: 70 },
  upstream: { a: { trial: 'a_CRITICAL_001', artifact: MODEL } },
};

describe('the parameters of a trial', () => {
  it('are the best of the phases before, the suggestion over the own defaults, and the fixed ones', () => {
    expect(paramsOf(ref, AFTER_A, { kind: 'deep', depth: 3 })).toEqual({
      width: 70,
      kind: 'deep',
      depth: 3,
      skip: true,
      batch_size: 128,
    });
  });

  it('never hold one of a later phase, suggested, best known or pinned', () => {
    const pinned = specOf(PIPELINE.replace('batch_size: 128', 'z: 0.25'));
    const params = paramsOf(trialRef(pinned, { phase: 'b', tier: 'CRITICAL', index: 1 }), AFTER_A, {
      kind: 'plain',
    });
    expect(params).toEqual({ width: 70, kind: 'plain' });
  });

  it('lack those whose condition does not hold, and those that hang on these', () => {
    expect(paramsOf(ref, AFTER_A, { kind: 'plain' })).toEqual({ width: 70, kind: 'plain', batch_size: 128 });
    expect(paramsOf(ref, AFTER_A, { kind: 'deep', depth: 4 })).toEqual({
      width: 70,
      kind: 'deep',
      depth: 4,
      batch_size: 128,
    });
  });

  it('are fixed where the pipeline fixes them, whatever is suggested or best known', () => {
    const pinned = specOf(PIPELINE.replace('batch_size: 128', 'kind: deep, width: 10'));
    const params = paramsOf(trialRef(pinned, { phase: 'b', tier: 'CRITICAL', index: 1 }), AFTER_A, {
      kind: 'plain',
      depth: 5,
    });
    expect(params).toEqual({ width: 10, kind: 'deep', depth: 5 });
  });

  it('start in the first phase from its defaults', () => {
    expect(startingPoint(trialRef(spec, { phase: 'a', tier: 'CRITICAL', index: 0 }), NO_INCUMBENT)).toEqual({
      width: 50,
      batch_size: 128,
    });
  });

  it('start in a later tier from the best of the tier before', () => {
    const after: Incumbent = { ...AFTER_A, params: { width: 70, kind: 'deep', depth: 3 } };
    expect(startingPoint(trialRef(spec, { phase: 'b', tier: 'IMPORTANT', index: 0 }), after)).toEqual({
      width: 70,
      kind: 'deep',
      depth: 3,
      skip: true,
      batch_size: 128,
    });
  });
});

test('an observation records the own parameters of the phase, of all its tiers', () => {
  const params: Values = { width: 70, kind: 'deep', depth: 3, skip: false, batch_size: 128 };
  expect(phaseValues(ref, params)).toEqual({ kind: 'deep', depth: 3, skip: false });
});

describe('the request to the sampler', () => {
  const request = sampleRequest(ref, AFTER_A, []);

  it('names the space, the direction, a stream of its own, and what conditions may refer to', () => {
    expect(request).toMatchObject({ maximize: false, index: 1, seed: 7, stream: 'b/CRITICAL' });
    expect(request.space.map(({ name }) => name)).toEqual(['kind', 'depth']);
    expect(request.incumbent).toEqual({ width: 70, kind: 'plain', depth: 3, skip: true, batch_size: 128 });
  });

  it('gives trial 0 of a tier the incumbent itself', () => {
    expect(
      suggest(sampleRequest(trialRef(spec, { phase: 'b', tier: 'CRITICAL', index: 0 }), AFTER_A, [])),
    ).toEqual({
      kind: 'plain',
    });
  });
});

describe('a stage', () => {
  const staged = specOf(`
seed: 4294967295
program: { command: run it }
parameters:
  x: { phase: a, range: [0, 1] }
  steps: { phase: a, tier: IMPORTANT, range: [1, 9], step: 1, default: 5 }
  y: { phase: a, tier: IMPORTANT, range: [0, 1] }
phases: { a: { objective: maximize score } }
stop: { type: halving, budget: steps, min: 1 }
replicates: { seeds: 2 }
`);
  const at = (stage?: string): TrialRef =>
    trialRef(staged, { phase: 'a', tier: 'CRITICAL', index: 2, ...(stage === undefined ? {} : { stage }) });
  const after: Incumbent = { params: { steps: 9 }, upstream: {} };

  it.each([
    [undefined, 1],
    ['rung-1', 3],
    ['rung-2', 9],
    ['seed-1', 9],
  ])('%s is given its own budget, whatever the incumbent had', (stage, steps) => {
    expect(paramsOf(at(stage), after, { x: 0.25, steps: 1 })).toEqual({ x: 0.25, y: 0.5, steps });
  });

  it('has a name, and where it is one a seed, of its own; seeds go round', () => {
    const given = ['rung-1', 'seed-1'].map((stage) => trialConfig(at(stage), after, {}));
    expect(given.map(({ trial, seed }) => [trial, seed])).toEqual([
      ['a_CRITICAL_002_rung_1', 4294967295],
      ['a_CRITICAL_002_seed_1', 0],
    ]);
  });
});

describe('config.yaml', () => {
  it('holds the parameters in the order of their names, and artifacts by path alone', () => {
    const config = trialConfig(
      ref,
      AFTER_A,
      { width: 70, kind: 'plain', batch_size: 128 },
      'results/demo/data',
    );
    expect(JSON.stringify(config, null, 1)).toBe(
      JSON.stringify(
        {
          pipeline: 'demo',
          phase: 'b',
          tier: 'CRITICAL',
          trial: 'b_CRITICAL_001',
          seed: 7,
          params: { batch_size: 128, kind: 'plain', width: 70 },
          upstream: { a: { trial: 'a_CRITICAL_001', artifact: MODEL.path } },
          data_dir: 'results/demo/data',
        },
        null,
        1,
      ),
    );
  });

  it('says nothing of data that is not prepared, or of an artifact that a phase does not have', () => {
    const without: Incumbent = { params: {}, upstream: { a: { trial: 'a_CRITICAL_001' } } };
    expect(trialConfig(ref, without, {})).toEqual({
      pipeline: 'demo',
      phase: 'b',
      tier: 'CRITICAL',
      trial: 'b_CRITICAL_001',
      seed: 7,
      params: {},
      upstream: { a: { trial: 'a_CRITICAL_001' } },
    });
  });
});
