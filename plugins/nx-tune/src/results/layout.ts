/** Where the files of a pipeline's run lie. All paths are relative to the workspace root, with forward slashes. */
import type { Stage } from '../spec/index.js';
import type { Phase, PhaseTier, Tier } from '../spec/types.js';

export const RESULTS_ROOT = 'results';

export const FILES = {
  config: 'config.yaml',
  metrics: 'metrics.json',
  log: 'trial.log',
  observation: 'observation.json',
  history: 'history.json',
  checkpoint: 'checkpoint',
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

/** `vae_CRITICAL_003`, or `vae_CRITICAL_003_rung_1` for a further stage of it. */
export const trialId = (phase: string, tier: Tier, index: number, stage?: Stage): string =>
  `${phase}_${tier}_${String(index).padStart(3, '0')}${stage ? `_${stage.kind}_${stage.number}` : ''}`;

/** The trials of a tier in one stage, by index. */
export const trialIds = (phase: Pick<Phase, 'name'>, { tier, trials }: PhaseTier, stage?: Stage): string[] =>
  Array.from({ length: trials }, (_, index) => trialId(phase.name, tier, index, stage));

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
  /** File that says which trials of a tier a stage has. */
  ranking(phase: string, tier: Tier, ranking: string): string;
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
    ranking: (phase, tier, ranking) => `${phases}/${phase}/rankings/${tier.toLowerCase()}-${ranking}.json`,
    phaseSummary: (phase) => `${phases}/${phase}.json`,
    file: (name) => `${['executorState', 'executorLog', 'heartbeat'].includes(name) ? trials : root}/${FILES[name]}`,
  };
}
