import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { FILE, inWorkspace, load, specOf } from '../../test/spec/written.js';
import { loadSpec } from './load.js';
import type { Spec } from './types.js';

/** The example of the format's description, its phases complete. */
const EXAMPLE = `
name: bolt
seed: 7
program:
  command: node trials/bolt/dist/main.js
  sources: ["trials/bolt/src/**", "!trials/bolt/src/phases/**"]
  dependsOn: ["trials-bolt:build"]
  env: { OMP_NUM_THREADS: "1", VERBOSE: true }
prepare:
  command: node trials/bolt/dist/prepare.js
  sources: ["trials/bolt/src/data/**"]
finish:
  command: [node, trials/bolt/dist/finish.js, --seeds, 3, "$HOME and 'more'"]
parameters:
  vae_beta:        { phase: vae, tier: CRITICAL, range: [0.005, 0.1], scale: log, default: 0.02 }
  use_deep_kernel: { phase: gp, tier: IMPORTANT, choices: [true, false] }
  dkl_output_dim:  { phase: gp, tier: IMPORTANT, choices: [6, 10, 16], default: 10, when: { use_deep_kernel: true } }
  raw_samples:     { phase: gp, tier: FINETUNE, range: [2048, 8192], step: 2048, default: 4096 }
fixed: { batch_size: 128 }
metrics:
  retrieval:       { group: VAE quality, target: ">= 0.93", description: Rank under 8 }
  kl_divergence:   { group: VAE quality, target: "0.1..1.0" }
  nll_heldout:     { target: minimize }
  wall_clock_time: { group: End-to-end, target: minimize, volatile: true }
phases:
  vae:
    objective: maximize retrieval
    gate: ["retrieval >= 0.85", "kl_divergence 0.1..1.0"]
    artifact: vae.safetensors
    trials: { CRITICAL: 16 }
    sources: ["trials/bolt/src/phases/vae.ts"]
    sampler: { type: random }
  gp:
    objective: minimize nll_heldout
    gate: nll_heldout < 1
    trials: 4
sampler: { type: tpe, startup: 8, lag: 2 }
runtime:
  attempts: 2
  backoff: 500ms
  timeout: 2h
  stall: 15m
  heartbeat: 30
  grace: 1m
  gate: warn
  max_failed: 0.25
`;

test('the example of the format means what it says', () => {
  const vaeBeta = {
    name: 'vae_beta',
    phase: 'vae',
    tier: 'CRITICAL',
    domain: { kind: 'range', low: 0.005, high: 0.1, scale: 'log' },
    default: 0.02,
  } as const;
  const deepKernel = {
    name: 'use_deep_kernel',
    phase: 'gp',
    tier: 'IMPORTANT',
    domain: { kind: 'choices', choices: [true, false] },
    default: true,
  } as const;
  const outputDim = {
    name: 'dkl_output_dim',
    phase: 'gp',
    tier: 'IMPORTANT',
    domain: { kind: 'choices', choices: [6, 10, 16] },
    default: 10,
    when: { use_deep_kernel: true },
  } as const;
  const rawSamples = {
    name: 'raw_samples',
    phase: 'gp',
    tier: 'FINETUNE',
    domain: { kind: 'range', low: 2048, high: 8192, scale: 'linear', step: 2048 },
    default: 4096,
  } as const;
  expect(specOf(EXAMPLE)).toEqual({
    name: 'bolt',
    files: [FILE],
    root: 'pipelines/demo',
    seed: 7,
    program: {
      command: ['node', 'trials/bolt/dist/main.js'],
      sources: ['trials/bolt/src/**', '!trials/bolt/src/phases/**'],
      env: { OMP_NUM_THREADS: '1', VERBOSE: 'true' },
    },
    dependsOn: ['trials-bolt:build'],
    prepare: {
      command: ['node', 'trials/bolt/dist/prepare.js'],
      sources: ['trials/bolt/src/data/**'],
      env: {},
    },
    finish: {
      command: ['node', 'trials/bolt/dist/finish.js', '--seeds', '3', "$HOME and 'more'"],
      sources: ['trials/bolt/src/**', '!trials/bolt/src/phases/**'],
      env: {},
    },
    parameters: [vaeBeta, deepKernel, outputDim, rawSamples],
    fixed: { batch_size: 128 },
    metrics: [
      {
        name: 'retrieval',
        group: 'VAE quality',
        description: 'Rank under 8',
        target: { op: '>=', limit: 0.93 },
        volatile: false,
      },
      {
        name: 'kl_divergence',
        group: 'VAE quality',
        target: { op: 'within', low: 0.1, high: 1 },
        volatile: false,
      },
      { name: 'nll_heldout', target: { op: 'minimize' }, volatile: false },
      { name: 'wall_clock_time', group: 'End-to-end', target: { op: 'minimize' }, volatile: true },
      { name: 'gpu_memory_peak', volatile: true },
    ],
    phases: [
      {
        name: 'vae',
        of: 'vae',
        cycle: 1,
        objective: { direction: 'maximize', metric: 'retrieval' },
        gate: [
          { metric: 'retrieval', op: '>=', limit: 0.85 },
          { metric: 'kl_divergence', op: 'within', low: 0.1, high: 1 },
        ],
        artifact: 'vae.safetensors',
        tiers: [{ tier: 'CRITICAL', trials: 16, parameters: [vaeBeta] }],
        sources: ['trials/bolt/src/phases/vae.ts'],
        sampler: { type: 'random' },
      },
      {
        name: 'gp',
        of: 'gp',
        cycle: 1,
        objective: { direction: 'minimize', metric: 'nll_heldout' },
        gate: [{ metric: 'nll_heldout', op: '<', limit: 1 }],
        tiers: [
          { tier: 'IMPORTANT', trials: 4, parameters: [deepKernel, outputDim] },
          { tier: 'FINETUNE', trials: 4, parameters: [rawSamples] },
        ],
        sources: [],
        sampler: { type: 'tpe', startup: 8, lag: 2 },
      },
    ],
    runtime: {
      attempts: 2,
      backoff: 500,
      timeout: 7_200_000,
      stall: 900_000,
      heartbeat: 30_000,
      grace: 60_000,
      gate: 'warn',
      maxFailed: 0.25,
    },
  } satisfies Spec);
});

const SMALL = 'program: { command: demo }\nphases: { fit: { objective: maximize accuracy } }\n';

test('what is left out has its default', () => {
  expect(specOf(SMALL)).toEqual({
    name: 'demo',
    files: [FILE],
    root: 'pipelines/demo',
    seed: 0,
    program: { command: ['demo'], sources: [], env: {} },
    dependsOn: [],
    parameters: [],
    fixed: {},
    metrics: [
      { name: 'wall_clock_time', volatile: true },
      { name: 'gpu_memory_peak', volatile: true },
    ],
    phases: [
      {
        name: 'fit',
        of: 'fit',
        cycle: 1,
        objective: { direction: 'maximize', metric: 'accuracy' },
        gate: [],
        tiers: [{ tier: 'CRITICAL', trials: 1, parameters: [] }],
        sources: [],
        sampler: { type: 'sobol' },
      },
    ],
    runtime: {
      attempts: 3,
      backoff: 5_000,
      timeout: Infinity,
      stall: Infinity,
      heartbeat: 60_000,
      grace: 30_000,
      gate: 'stop',
      maxFailed: 0.5,
    },
  } satisfies Spec);
});

test('a parameter without a tier is CRITICAL, without a default in the middle', () => {
  const { parameters } = specOf(`${SMALL}
parameters:
  linear: { phase: fit, range: [0, 3] }
  log: { phase: fit, range: [0.01, 100], scale: log }
  stepped: { phase: fit, range: [1, 10], step: 3 }
  chosen: { phase: fit, choices: [b, a] }
`);
  expect(parameters.map(({ name, tier, default: value }) => [name, tier, value])).toEqual([
    ['linear', 'CRITICAL', 1.5],
    ['log', 'CRITICAL', 1],
    ['stepped', 'CRITICAL', 4],
    ['chosen', 'CRITICAL', 'b'],
  ]);
});

/** Tiers of the phase `fit` in short, with parameters c, i and f, one in each tier. */
function tiers(trials: string, fixed = '{}'): string[] {
  const spec = specOf(`
program: { command: demo }
parameters:
  c: { phase: fit, tier: CRITICAL, range: [0, 8], step: 2 }
  i: { phase: fit, tier: IMPORTANT, range: [0, 1] }
  f: { phase: fit, tier: FINETUNE, range: [0, 1] }
phases: { fit: { objective: maximize accuracy${trials} } }
fixed: ${fixed}
`);
  return spec.phases[0]!.tiers.map(
    ({ tier, trials: count, parameters }) => `${tier} ${count} ${parameters.map((one) => one.name).join()}`,
  );
}

test.each<[string, string, string, string[]]>([
  ['ten trials in each tier by default', '', '{}', ['CRITICAL 10 c', 'IMPORTANT 10 i', 'FINETUNE 10 f']],
  ['a number in each tier', ', trials: 3', '{}', ['CRITICAL 3 c', 'IMPORTANT 3 i', 'FINETUNE 3 f']],
  [
    'only tiers that a map names',
    ', trials: { FINETUNE: 2, CRITICAL: 4 }',
    '{}',
    ['CRITICAL 4 c', 'FINETUNE 2 f'],
  ],
  [
    'no tier whose parameters are pinned',
    ', trials: { CRITICAL: 4, IMPORTANT: 2 }',
    '{ c: 3 }',
    ['IMPORTANT 2 i'],
  ],
  ['one trial when all is pinned', ', trials: 5', '{ c: 2, i: 7, f: 0 }', ['CRITICAL 1 ']],
])('a phase has %s', (_, trials, fixed, expected) => {
  expect(tiers(trials, fixed)).toEqual(expected);
});

test('an endless limit can be written out', () => {
  const { runtime } = specOf(`${SMALL}runtime: { timeout: none, stall: none, backoff: 0, grace: 0s }`);
  expect(runtime).toMatchObject({ timeout: Infinity, stall: Infinity, backoff: 0, grace: 0 });
});

test('names of object methods are names like others', () => {
  const spec = specOf(`
program: { command: demo }
parameters: { constructor: { phase: toString, range: [0, 1] } }
fixed: { valueOf: 1 }
phases: { toString: { objective: maximize hasOwnProperty } }
`);
  expect(spec.phases[0]!.tiers[0]!.parameters.map((one) => one.name)).toEqual(['constructor']);
  expect(Object.entries(spec.fixed)).toEqual([['valueOf', 1]]);
});

test('a broken file still tells its name and its phases', () => {
  const loaded = load('name: demo-2\nphases:\n  fit: { objective: 3 }\n  a b: {}\n  test:\nprogram: {');
  expect(loaded.ok).toBe(false);
  expect(!loaded.ok && loaded.outline).toEqual({
    name: 'demo-2',
    root: 'pipelines/demo',
    files: [FILE],
    phases: ['fit', 'test'],
  });
});

test('problems come in the order in which they are written', () => {
  const loaded = load(
    'phases: { fit: { objective: 3 } }\nsed: 1\nprogram: { command: 3 }\nruntime: { grace: x }\n',
  );
  expect(!loaded.ok && loaded.problems.map(({ line, column }) => `${line}:${column}`)).toEqual([
    '1:29',
    '2:1',
    '3:21',
    '4:19',
  ]);
});

test('a file cut off anywhere is read as far as it goes', () => {
  inWorkspace({ [FILE]: '' }, (root) => {
    for (let length = 0; length < EXAMPLE.length; length += 17) {
      writeFileSync(join(root, FILE), EXAMPLE.slice(0, length));
      const loaded = loadSpec(root, FILE);
      const { name, phases } = loaded.ok ? loaded.spec : loaded.outline;
      expect(name).toMatch(/^(demo|b|bo|bol|bolt)$/);
      // Until the phases are written out there is something to complain about.
      if (phases.length === 0) expect(!loaded.ok && loaded.problems.length).toBeGreaterThan(0);
    }
  });
});
