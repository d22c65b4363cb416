/** What pipeline.yaml says, validated and with every default filled in. Paths are relative to the workspace root. */

export type Value = number | string | boolean;
/** Values by parameter name, in the order of declaration. */
export type Values = Readonly<Record<string, Value>>;

export const TIERS = ['CRITICAL', 'IMPORTANT', 'FINETUNE'] as const;
export type Tier = (typeof TIERS)[number];

/** A numeric interval, ends included. `step` counts from `low`; integer steps from an integer `low` give integers. */
export interface RangeDomain {
  readonly kind: 'range';
  readonly low: number;
  readonly high: number;
  readonly scale: 'linear' | 'log';
  readonly step?: number;
}

export interface ChoiceDomain {
  readonly kind: 'choices';
  readonly choices: readonly Value[];
}

export type Domain = RangeDomain | ChoiceDomain;

export interface Parameter {
  readonly name: string;
  readonly phase: string;
  readonly tier: Tier;
  readonly domain: Domain;
  readonly default: Value;
  /** Active only where every named parameter has the given value. */
  readonly when?: Values;
}

export type Comparison = '>=' | '>' | '<=' | '<';

/** `metric >= 0.85`, or `metric 0.1..1.0` with both ends included. */
export type Condition =
  | { readonly metric: string; readonly op: Comparison; readonly limit: number }
  | { readonly metric: string; readonly op: 'within'; readonly low: number; readonly high: number };

export type Direction = 'maximize' | 'minimize';

export interface Objective {
  readonly direction: Direction;
  readonly metric: string;
}

/** What a metric should reach: a limit, an interval, or merely a direction. */
export type Target =
  | { readonly op: Comparison; readonly limit: number }
  | { readonly op: 'within'; readonly low: number; readonly high: number }
  | { readonly op: Direction };

export interface Metric {
  readonly name: string;
  readonly group?: string;
  readonly description?: string;
  readonly target?: Target;
  /** Differs from run to run (a duration, a memory peak): reported, never hashed. */
  readonly volatile: boolean;
}

export interface SamplerOptions {
  readonly type: string;
  readonly [option: string]: Value;
}

export interface Program {
  /** argv; never given to a shell. */
  readonly command: readonly string[];
  /** Globs from the workspace root; a leading `!` excludes. */
  readonly sources: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

export interface PhaseTier {
  readonly tier: Tier;
  readonly trials: number;
  /** Searched in this tier: not pinned by `fixed`. */
  readonly parameters: readonly Parameter[];
}

/** When the rest of a tier is skipped. */
export interface Patience {
  /** Trials in a row without improvement, at least 1. */
  readonly trials: number;
  /** In units of the objective; an improvement is more than this. */
  readonly minImprovement: number;
  /** Trial i decides by trials 0..i-lag. */
  readonly lag: number;
}

/** Successive halving: only the best trials of a tier go on to a larger budget. */
export interface Halving {
  /** Numeric parameter of the phase, not searched: the rungs set it. */
  readonly budget: string;
  /** Of the trials of a rung one in so many goes on. */
  readonly eta: number;
  /** Budgets, ascending, at least two: the first is that of the tier's trials. */
  readonly rungs: readonly number[];
  /** What goes on is chosen by. */
  readonly metric: Objective;
}

/** The best trials of a tier are run again with other seeds. */
export interface Replicates {
  /** At least 2; the trial's own counts. */
  readonly seeds: number;
  readonly top: number;
}

export interface Phase {
  /** That of the pipeline file; with `-cycle-2` and so on behind it where the phase is gone through again. */
  readonly name: string;
  /** As the pipeline file names it: what parameters say, and what the program is told. */
  readonly of: string;
  /** From 1. */
  readonly cycle: number;
  readonly objective: Objective;
  readonly gate: readonly Condition[];
  readonly artifact?: string;
  /** In order of search; never empty, and a tier always has at least one trial. */
  readonly tiers: readonly PhaseTier[];
  readonly sources: readonly string[];
  readonly sampler: SamplerOptions;
  readonly patience?: Patience;
  readonly halving?: Halving;
  readonly replicates?: Replicates;
}

/** How trials are run. Never part of a trial's identity. Durations are in milliseconds. */
export interface Runtime {
  readonly attempts: number;
  readonly backoff: number;
  readonly timeout: number;
  readonly stall: number;
  readonly heartbeat: number;
  readonly grace: number;
  readonly gate: 'stop' | 'warn';
  /** Share of a tier's trials, 0 to 1, that may fail before the phase does. */
  readonly maxFailed: number;
}

export interface Spec {
  readonly name: string;
  /** The pipeline file, then the files that it extends. */
  readonly files: readonly string[];
  /** The folder of the pipeline file. */
  readonly root: string;
  readonly seed: number;
  readonly program: Program;
  /** Nx targets, `project:target`, that come before any program of the pipeline. */
  readonly dependsOn: readonly string[];
  readonly prepare?: Program;
  readonly finish?: Program;
  readonly parameters: readonly Parameter[];
  readonly fixed: Values;
  readonly metrics: readonly Metric[];
  readonly phases: readonly Phase[];
  readonly runtime: Runtime;
}

/** A mistake in a pipeline file. `line` and `column` count from 1. */
export interface Problem {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** What was expected and what was found. */
  readonly message: string;
  readonly hint?: string;
}

/** As much of a pipeline as a broken file still tells, so that its targets exist and can say what is wrong. */
export interface Outline {
  readonly name: string;
  readonly root: string;
  readonly files: readonly string[];
  readonly phases: readonly string[];
}

export type Loaded =
  | { readonly ok: true; readonly spec: Spec }
  | { readonly ok: false; readonly outline: Outline; readonly problems: readonly Problem[] };
