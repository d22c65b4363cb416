/** Two small phases with everything that a report shows: two tiers, a gate, groups, directions, a conditional. */
import type { Metric, Parameter, Phase, Spec, Tier } from '../../src/spec/types.js';

const range = (low: number, high: number, scale: 'linear' | 'log' = 'linear') =>
  ({ kind: 'range', low, high, scale }) as const;

const PARAMETERS: readonly Parameter[] = [
  {
    name: 'learning_rate',
    phase: 'encoder',
    tier: 'CRITICAL',
    domain: range(0.001, 0.1, 'log'),
    default: 0.01,
  },
  {
    name: 'optimizer',
    phase: 'encoder',
    tier: 'CRITICAL',
    domain: { kind: 'choices', choices: ['adam', 'sgd'] },
    default: 'adam',
  },
  {
    name: 'momentum',
    phase: 'encoder',
    tier: 'IMPORTANT',
    domain: range(0, 0.99),
    default: 0.9,
    when: { optimizer: 'sgd' },
  },
  { name: 'depth', phase: 'head', tier: 'CRITICAL', domain: { ...range(1, 5), step: 1 }, default: 2 },
  {
    name: 'use_bias',
    phase: 'head',
    tier: 'CRITICAL',
    domain: { kind: 'choices', choices: [true, false] },
    default: true,
  },
];

const METRICS: readonly Metric[] = [
  { name: 'recall', group: 'Encoder quality', target: { op: '>=', limit: 0.8 }, volatile: false },
  {
    name: 'divergence',
    group: 'Encoder quality',
    target: { op: 'within', low: 0.1, high: 1 },
    volatile: false,
  },
  { name: 'loss', group: 'Head quality', target: { op: 'minimize' }, volatile: false },
  { name: 'accuracy', group: 'Head quality', target: { op: '>=', limit: 0.9 }, volatile: false },
  { name: 'wall_clock_time', group: 'Cost', target: { op: 'minimize' }, volatile: true },
  { name: 'gpu_memory_peak', group: 'Cost', target: { op: '<', limit: 20 }, volatile: true },
];

const tierOf = (phase: string, tier: Tier, trials: number) => ({
  tier,
  trials,
  parameters: PARAMETERS.filter((parameter) => parameter.phase === phase && parameter.tier === tier),
});

const PHASES: readonly Phase[] = [
  {
    name: 'encoder',
    of: 'encoder',
    cycle: 1,
    objective: { direction: 'maximize', metric: 'recall' },
    gate: [
      { metric: 'recall', op: '>=', limit: 0.8 },
      { metric: 'divergence', op: 'within', low: 0.1, high: 1 },
    ],
    artifact: 'encoder.bin',
    tiers: [tierOf('encoder', 'CRITICAL', 4), tierOf('encoder', 'IMPORTANT', 2)],
    sources: [],
    sampler: { type: 'sobol' },
  },
  {
    name: 'head',
    of: 'head',
    cycle: 1,
    objective: { direction: 'minimize', metric: 'loss' },
    gate: [],
    tiers: [tierOf('head', 'CRITICAL', 3)],
    sources: [],
    sampler: { type: 'sobol' },
  },
];

export const SAMPLE_PIPELINE: Spec = {
  name: 'sample',
  files: ['pipelines/sample/pipeline.yaml'],
  root: 'pipelines/sample',
  seed: 7,
  program: { command: ['python3', 'train.py'], sources: [], env: {} },
  dependsOn: [],
  parameters: PARAMETERS,
  fixed: { batch_size: 128 },
  metrics: METRICS,
  phases: PHASES,
  runtime: {
    attempts: 3,
    backoff: 5000,
    timeout: 7_200_000,
    stall: 900_000,
    heartbeat: 60_000,
    grace: 30_000,
    gate: 'stop',
    maxFailed: 0.5,
  },
};
