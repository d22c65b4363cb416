import type { Tier } from '../spec/types.js';

export const EXECUTORS = {
  trial: 'nx-tune:trial',
  select: 'nx-tune:select',
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

/** `bolt-vae-critical-003` */
export const trialProject = (pipeline: string, phase: string, tier: Tier, index: number): string =>
  `${phaseProject(pipeline, phase)}-${tier.toLowerCase()}-${String(index).padStart(3, '0')}`;

/** `select` for the whole phase, `select-critical` for a tier of it. */
export const selectTarget = (tier?: Tier): string =>
  tier === undefined ? 'select' : `select-${tier.toLowerCase()}`;

/** `tune` for the whole pipeline, `tune-vae` for all up to and including a phase. */
export const tuneTarget = (phase?: string): string => (phase === undefined ? 'tune' : `tune-${phase}`);
