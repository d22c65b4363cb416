/** The files under results/<pipeline>/. Paths inside them are relative to the workspace root. */
import type { Stage } from '../spec/index.js';
import type { Tier, Value, Values } from '../spec/types.js';

export type TrialStatus = 'complete' | 'failed' | 'pruned' | 'skipped';

/** A trial that no program ran for. */
export const isSkipped = ({ status }: { readonly status: TrialStatus }): boolean =>
  status === 'pruned' || status === 'skipped';

export interface ArtifactRef {
  readonly path: string;
  readonly sha256: string;
}

/** observation.json: all that samplers and selection see of a trial, and all of it that is hashed. */
export interface Observation {
  readonly trial: string;
  readonly phase: string;
  readonly tier: Tier;
  readonly index: number;
  readonly status: TrialStatus;
  /** The phase's parameters as the program was given them; inactive ones are absent. */
  readonly values: Values;
  /** Null where the trial failed or did not report the metric. */
  readonly objective: number | null;
  /** Finite, non-volatile metrics. */
  readonly metrics: Readonly<Record<string, number>>;
  readonly artifact?: ArtifactRef;
  /** The trial whose result this is, taken over since its program was given the same. */
  readonly same_as?: string;
  /** Absent for the trial itself. */
  readonly stage?: Stage;
  /** Folder that the next rung goes on from, with one digest over its files. */
  readonly checkpoint?: ArtifactRef;
}

/** Which trials of a tier go on to a stage, by index: all that the stage's trials hash of those they are chosen from. */
export interface Ranking {
  readonly go_on: readonly number[];
}

/** incumbent.json: the best known parameters and artifacts so far. The only file that later phases hash. */
export interface Incumbent {
  /** A cycle ended with the incumbent that it began with: none comes after it. */
  readonly converged?: true;
  readonly params: Values;
  readonly upstream: Readonly<Record<string, { readonly trial: string; readonly artifact?: ArtifactRef }>>;
}

export type FailureCause =
  | 'exit'
  | 'signal'
  | 'out-of-memory'
  | 'device'
  | 'disk-full'
  | 'stall'
  | 'timeout'
  | 'metrics'
  | 'not-finite'
  | 'artifact'
  | 'spawn';

export interface Attempt {
  readonly number: number;
  readonly device: string;
  /** ISO 8601, UTC. */
  readonly started: string;
  readonly seconds: number;
  readonly outcome: 'complete' | 'failed' | 'interrupted';
  readonly cause?: FailureCause;
  /** One line for people: `exit code 3`, `signal SIGSEGV`, `no metrics.json`. */
  readonly detail?: string;
}

export interface GateResult {
  readonly condition: string;
  readonly metric: string;
  /** Null where the trial did not report the metric. */
  readonly value: number | null;
  readonly passed: boolean;
}

/** trial.json: everything about a trial that is not hashed. */
export interface TrialRecord {
  readonly trial: string;
  readonly status: TrialStatus;
  readonly attempts: readonly Attempt[];
  readonly started: string;
  readonly finished: string;
  readonly gate: readonly GateResult[];
  /** Where the values came from: `incumbent`, or the sampler's name and the index of its point. */
  readonly origin: string;
  /** Volatile metrics: wall_clock_time (s), gpu_memory_peak (GB), and those that the pipeline marks. */
  readonly metrics: Readonly<Record<string, number>>;
  readonly reason?: string;
}

/** config.yaml, as the program reads it. */
export interface TrialConfig {
  readonly pipeline: string;
  readonly phase: string;
  readonly tier: Tier;
  readonly trial: string;
  readonly seed: number;
  readonly params: Values;
  readonly upstream: Readonly<Record<string, { readonly trial: string; readonly artifact?: string }>>;
  readonly data_dir?: string;
}

/** One rung of a tier. */
export interface RungCounts {
  readonly tier: Tier;
  /** From 0, which is the trials themselves. */
  readonly rung: number;
  /** The parameter that the rungs set, and its value. */
  readonly budget: Values;
  readonly entered: number;
  /** Or without an objective. */
  readonly failed: number;
  /** Absent for the last rung. */
  readonly went_on?: number;
  readonly pruned?: number;
}

/** Over the seeds of a trial; `sd` is that of a sample. */
export interface Spread {
  readonly mean: number;
  readonly sd: number;
}

export interface ReplicatedTrial {
  readonly trial: string;
  /** That came to a result, the trial's own included. */
  readonly seeds: number;
  readonly objective: Spread;
  readonly metrics: Readonly<Record<string, Spread>>;
}

/** phase_results/<phase>.json: a summary for people and for the report. */
export interface PhaseResult {
  readonly phase: string;
  readonly status: 'complete' | 'gate_failed' | 'failed' | 'converged';
  readonly gate_mode: 'stop' | 'warn';
  readonly objective: { readonly metric: string; readonly direction: 'maximize' | 'minimize' };
  /** Objective and metrics are means over seeds where the trial was repeated. */
  readonly best: {
    readonly trial: string;
    readonly objective: number;
    readonly values: Values;
    readonly metrics: Readonly<Record<string, number>>;
  } | null;
  /** Of the best trial. */
  readonly gate: readonly GateResult[];
  /** Trials that pass every condition of the gate. */
  readonly passing: number;
  readonly tiers: Readonly<
    Record<string, { readonly trials: number; readonly complete: number; readonly failed: number }>
  >;
  readonly rungs?: readonly RungCounts[];
  /** From best to worst. */
  readonly replicates?: readonly ReplicatedTrial[];
  /** Digests of the incumbent that the phase started from, and of its own; a chain of them shows what is up to date. */
  readonly before: string;
  readonly incumbent: string | null;
  /** Why the gate is closed or the phase failed, for people. */
  readonly reason?: string;
  readonly started?: string;
  readonly finished?: string;
  readonly trial_seconds: number;
}

/** coordinator_state.json */
export interface CoordinatorState {
  readonly pipeline: string;
  readonly completed_phases: readonly string[];
  readonly current_phase: string | null;
  readonly current_tier: Tier | null;
  readonly best: Readonly<
    Record<string, { readonly trial: string; readonly objective: number; readonly params: Readonly<Record<string, Value>> }>
  >;
}
