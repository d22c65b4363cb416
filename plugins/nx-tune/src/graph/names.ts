import { stageName } from '../spec/index.js';
import type { TrialRef } from '../trial/definition.js';
import type { Tier } from '../spec/types.js';

export const EXECUTORS = {
  trial: 'nx-tune:trial',
  select: 'nx-tune:select',
  rank: 'nx-tune:rank',
  prepare: 'nx-tune:prepare',
  finish: 'nx-tune:finish',
  tune: 'nx-tune:tune',
  report: 'nx-tune:report',
  status: 'nx-tune:status',
  plan: 'nx-tune:plan',
  sql: 'nx-tune:sql',
  retryFailed: 'nx-tune:retry-failed',
} as const;

export const phaseProject = (pipeline: string, phase: string): string => `${pipeline}-${phase}`;

/** `bolt-vae-critical-003`, or `bolt-vae-critical-003-rung-1` for a stage of it. */
export const trialProject = ({ spec, phase, tier, index, stage }: TrialRef): string => {
  const trial = `${tier.tier.toLowerCase()}-${String(index).padStart(3, '0')}`;
  return `${phaseProject(spec.name, phase.name)}-${trial}${stage ? `-${stageName(stage)}` : ''}`;
};

/** The trials of a tier in one stage, by index. */
export const refsOf = (at: Omit<TrialRef, 'index'>): TrialRef[] =>
  Array.from({ length: at.tier.trials }, (_, index) => ({ ...at, index }));

/** `rank-critical-rung-1`: says which trials of a tier the stage has. */
export const rankTarget = (tier: Tier, ranking: string): string => `rank-${tier.toLowerCase()}-${ranking}`;

/** `select` for the whole phase, `select-critical` for a tier of it. */
export const selectTarget = (tier?: Tier): string =>
  tier === undefined ? 'select' : `select-${tier.toLowerCase()}`;

/** `tune` for the whole pipeline, `tune-vae` for all up to and including a phase. */
export const tuneTarget = (phase?: string): string => (phase === undefined ? 'tune' : `tune-${phase}`);
