/** Where the files of a pipeline's run lie. All paths are relative to the workspace root, with forward slashes. */
import type { Tier } from '../spec/types.js';

export const RESULTS_ROOT = 'results';

export const FILES = {
  config: 'config.yaml',
  metrics: 'metrics.json',
  log: 'trial.log',
  observation: 'observation.json',
  history: 'history.json',
  record: 'trial.json',
  receipt: 'receipt.json',
  incumbent: 'incumbent.json',
  manifest: 'manifest.json',
  report: 'tuning_report.md',
  bestConfig: 'best_config.yaml',
  coordinatorState: 'coordinator_state.json',
  coordinatorLog: 'coordinator.log',
  executorState: 'executor_state.json',
  executorLog: 'executor.log',
  heartbeat: 'heartbeat.json',
} as const;

/** `vae_CRITICAL_003` */
export const trialId = (phase: string, tier: Tier, index: number): string =>
  `${phase}_${tier}_${String(index).padStart(3, '0')}`;

export interface Layout {
  readonly root: string;
  readonly data: string;
  readonly finish: string;
  readonly trials: string;
  readonly phases: string;
  trial(id: string): string;
  checkpoint(id: string): string;
  /** Holds a count that `retry-failed` raises: an input of the trial, so that it runs again. */
  retry(id: string): string;
  /** Folder of a phase's incumbent; with a tier, of the incumbent after that tier. */
  phase(phase: string, tier?: Tier): string;
  phaseSummary(phase: string): string;
  file(name: keyof typeof FILES): string;
}

export function layoutOf(pipeline: string): Layout {
  const root = `${RESULTS_ROOT}/${pipeline}`;
  const trials = `${root}/trials`;
  const phases = `${root}/phase_results`;
  return {
    root,
    data: `${root}/data`,
    finish: `${root}/finish`,
    trials,
    phases,
    trial: (id) => `${trials}/${id}`,
    checkpoint: (id) => `${root}/checkpoints/${id}`,
    retry: (id) => `${root}/retry/${id}`,
    phase: (phase, tier) => `${phases}/${phase}${tier === undefined ? '' : `/${tier.toLowerCase()}`}`,
    phaseSummary: (phase) => `${phases}/${phase}.json`,
    file: (name) => `${['executorState', 'executorLog', 'heartbeat'].includes(name) ? trials : root}/${FILES[name]}`,
  };
}
