import { describe, expect, it, test } from 'vitest';
import { specOf } from '../../test/spec/written.js';
import { allTrials } from '../../test/trial-refs.js';
import { definitionDigest, fixedFor, trialRef } from './definition.js';

const PIPELINE = `
seed: 7
program: { command: run it, env: { THREADS: 1 } }
parameters:
  x: { phase: a, range: [0, 1], default: 0.5 }
  y: { phase: a, tier: IMPORTANT, range: [0, 1], default: 0.5 }
  z: { phase: b, range: [0, 1], default: 0.5 }
fixed: { batch_size: 128 }
metrics:
  score: { target: ">= 0.9" }
  seconds: { volatile: true }
phases:
  a: { objective: maximize score, gate: score >= 0.5, artifact: model.txt, trials: { CRITICAL: 2, IMPORTANT: 2 } }
  b: { objective: maximize score, trials: 2 }
`;

const A_CRITICAL = ['a/CRITICAL/0', 'a/CRITICAL/1'];
const A = [...A_CRITICAL, 'a/IMPORTANT/0', 'a/IMPORTANT/1'];
const B = ['b/CRITICAL/0', 'b/CRITICAL/1'];

function digests(content: string): Map<string, string> {
  return new Map([...allTrials(specOf(content))].map(([name, ref]) => [name, definitionDigest(ref)]));
}

/** The trials that there were before, and whose definition an edit changes. */
function changedBy(from: string, to: string): string[] {
  expect(PIPELINE).toContain(from);
  const after = digests(PIPELINE.replace(from, to));
  return [...digests(PIPELINE)].filter(([name, digest]) => after.get(name) !== digest).map(([name]) => name);
}

test('no two trials have the same definition', () => {
  const all = digests(PIPELINE);
  expect([...all.keys()]).toEqual([...A, ...B]);
  expect(new Set(all.values()).size).toBe(all.size);
});

describe('an edit changes the definition of exactly the trials that it reaches:', () => {
  it.each([
    ['nothing', 'seed: 7', 'seed: 7 # a comment', []],
    ['one more trial', 'CRITICAL: 2', 'CRITICAL: 3', []],
    ['one more trial of the tier after', 'IMPORTANT: 2', 'IMPORTANT: 3', []],
    [
      'how trials are run',
      'seed: 7',
      'seed: 7\nruntime: { attempts: 9, timeout: 1h, gate: warn, max_failed: 1 }',
      [],
    ],
    ['sources, which are hashed themselves', 'command: run it', 'command: run it, sources: ["src/**"]', []],
    ['targets that come first', 'command: run it', 'command: run it, dependsOn: ["lib:build"]', []],
    ['a target of the report', '>= 0.9', '>= 0.8', []],
    ['a gate, where the sampler does not look at it', 'gate: score >= 0.5', 'gate: score >= 0.6', []],
    ['the seed', 'seed: 7', 'seed: 8', [...A, ...B]],
    ['the command', 'run it', 'run "it twice"', [...A, ...B]],
    ['an environment variable', 'THREADS: 1', 'THREADS: 2', [...A, ...B]],
    ['a fixed value', 'batch_size: 128', 'batch_size: 64', [...A, ...B]],
    ['what is volatile', 'target: ">= 0.9"', 'volatile: true', [...A, ...B]],
    ['a range', 'x: { phase: a, range: [0, 1]', 'x: { phase: a, range: [0, 2]', A_CRITICAL],
    [
      'a range of the tier after',
      'y: { phase: a, tier: IMPORTANT, range: [0, 1]',
      'y: { phase: a, tier: IMPORTANT, range: [0, 2]',
      A.slice(2),
    ],
    // The tier before is given that default.
    [
      'a default of the tier after',
      'tier: IMPORTANT, range: [0, 1], default: 0.5',
      'tier: IMPORTANT, range: [0, 1], default: 0.6',
      A,
    ],
    ['a range of the phase after', 'z: { phase: b, range: [0, 1]', 'z: { phase: b, range: [0, 2]', B],
    [
      'a default of the phase after',
      'z: { phase: b, range: [0, 1], default: 0.5',
      'z: { phase: b, range: [0, 1], default: 0.6',
      B,
    ],
    ['a pinned parameter of the phase after', 'batch_size: 128', 'batch_size: 128, z: 0.5', B],
    ['a new parameter of the phase after', 'z: {', 'w: { phase: b, range: [0, 1] }\n  z: {', B],
    ['the objective', 'a: { objective: maximize', 'a: { objective: minimize', A],
    ['the artifact', 'artifact: model.txt', 'artifact: other.txt', A],
    ['the sampler of a phase', 'b: { objective', 'b: { sampler: { type: random }, objective', B],
  ])('%s', (_what, from, to, changed) => {
    expect(changedBy(from, to)).toEqual(changed);
  });
});

test.each([
  [
    'that a sampler models',
    (pipeline: string) => pipeline.replace('seed: 7', 'seed: 7\nsampler: { type: gp, startup: 1, lag: 1 }'),
  ],
  [
    'that says what improves',
    (pipeline: string) =>
      pipeline.replace('gate:', 'patience: 1, sampler: { type: gp, startup: 9, lag: 1 }, gate:'),
  ],
])('a gate %s is part of the definition of the trials that look at others', (_what, edit) => {
  const adaptive = edit(PIPELINE);
  const before = digests(adaptive);
  const after = digests(adaptive.replace('score >= 0.5', 'score >= 0.6'));
  expect([...before].filter(([name, digest]) => after.get(name) !== digest).map(([name]) => name)).toEqual([
    'a/CRITICAL/1',
    'a/IMPORTANT/1',
  ]);
});

describe('the definition of a stage', () => {
  const STAGED = PIPELINE.replace('x: {', 's: { phase: a, range: [1, 9], step: 1 }\n  x: {').concat(
    'stop: { type: halving, budget: s, min: 1 }\nreplicates: { seeds: 2 }\n',
  );
  const places = [undefined, 'rung-1', 'rung-2', 'seed-1'].map((stage) => ({
    ...{ phase: 'a', tier: 'CRITICAL', index: 1 },
    ...(stage === undefined ? {} : { stage }),
  }));
  const of = (content: string): string[] =>
    places.map((place) => definitionDigest(trialRef(specOf(content), place)));
  const changed = (from: string, to: string): number[] => {
    const before = of(STAGED);
    const after = of(STAGED.replace(from, to));
    return before.flatMap((digest, at) => (digest === after[at] ? [] : [at]));
  };

  it('differs from that of the others', () => {
    expect(new Set(of(STAGED)).size).toBe(4);
  });

  it.each<[string, string, string, number[]]>([
    // Its values come from the trial.
    ['a range', 'x: { phase: a, range: [0, 1]', 'x: { phase: a, range: [0, 2]', [0]],
    ['what goes on', 'min: 1 }', 'min: 1, metric: minimize score }', []],
    ['how many are repeated', 'seeds: 2', 'seeds: 3, top: 1', []],
    ['the last budget', 'min: 1 }', 'min: 1, max: 18 }', [2, 3]],
    ['the first budget', 'min: 1 }', 'min: 2, max: 18 }', [0, 1, 2, 3]],
  ])('is changed by %s as it should', (_what, from, to, stages) => {
    expect(STAGED).toContain(from);
    expect(changed(from, to)).toEqual(stages);
  });

  it('is not there where the phase has no such stage', () => {
    expect(() => trialRef(specOf(PIPELINE), places[1]!)).toThrow(
      'Expected pipeline `demo` to have rung-1 of trial 1 of tier CRITICAL in phase `a`, found none. ' +
        'The pipeline file changed after the run began: run the same command again.',
    );
  });
});

test('`fixed` reaches a phase but for what it says of later ones', () => {
  const spec = specOf(PIPELINE.replace('batch_size: 128', 'batch_size: 128, x: 0.1, z: 0.9'));
  const [a, b] = spec.phases;
  expect(fixedFor(spec, a!)).toEqual({ batch_size: 128, x: 0.1 });
  expect(fixedFor(spec, b!)).toEqual({ batch_size: 128, x: 0.1, z: 0.9 });
});

test.each([
  ['c', 'CRITICAL', 0],
  ['a', 'FINETUNE', 0],
  ['a', 'CRITICAL', 2],
])('no trial of phase %s, tier %s, index %i', (phase, tier, index) => {
  expect(() => trialRef(specOf(PIPELINE), { phase, tier, index })).toThrow(
    `Expected pipeline \`demo\` to have trial ${index} of tier ${tier} in phase \`${phase}\`, found none. ` +
      'The pipeline file changed after the run began: run the same command again.',
  );
});
