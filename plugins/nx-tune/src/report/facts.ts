import type { TrialStatus } from '../results/types.js';
import type { Direction, Tier } from '../spec/types.js';
import type { Database } from './database.js';

/** Rows of the views in `sql/`, named like their columns. JSON columns hold JSON text. */
export interface PhaseRow {
  readonly phase: string;
  readonly metric: string;
  readonly direction: Direction;
  readonly gate_mode: 'stop' | 'warn';
  readonly planned: number;
  readonly finished_trials: number;
  readonly complete: number;
  readonly failed: number;
  readonly cut_short: number;
  readonly passing: number;
  readonly seconds: number | null;
  readonly attempts: number | null;
  readonly started: string | null;
  readonly finished: string | null;
  readonly status: 'complete' | 'gate_failed' | 'failed' | 'converged' | 'running' | 'waiting' | 'outdated';
  readonly reason: string | null;
  readonly best: string | null;
  readonly best_objective: number | null;
  readonly best_feasible: boolean | null;
  readonly default_objective: number | null;
}

export interface PlanGateRow {
  readonly phase: string;
  readonly condition: string;
  readonly metric: string;
  readonly limit: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

export interface GateRow {
  readonly phase: string;
  readonly condition: string;
  readonly value: number | null;
  readonly margin: number | null;
  readonly passed: boolean;
}

export interface MetricRow {
  readonly phase: string;
  readonly metric: string;
  readonly group: string | null;
  readonly description: string | null;
  readonly target: string | null;
  readonly value: number | null;
  readonly met: boolean | null;
  readonly margin: number | null;
}

export interface ParameterRow {
  readonly phase: string;
  readonly parameter: string;
  readonly tier: Tier;
  readonly kind: 'range' | 'choices';
  readonly low: number | null;
  readonly high: number | null;
  readonly scale: 'linear' | 'log';
  readonly step: number | null;
  readonly choices: string | null;
  readonly fixed: string | null;
  /** Budgets of the rungs (JSON), which set it. */
  readonly rungs: string | null;
  readonly default_value: string;
  readonly best_value: string | null;
}

export interface RankedTrialRow {
  readonly phase: string;
  readonly trial: string;
  readonly rank: number;
  readonly feasible: boolean;
  readonly objective: number | null;
  readonly params: string;
  readonly seconds: number | null;
}

export interface FailedTrialRow {
  readonly phase: string;
  readonly trial: string;
  readonly attempts: number | null;
  readonly device: string | null;
  readonly reason: string | null;
}

export interface ComparisonRow {
  readonly metric: string;
  readonly tuned: number;
  readonly tuned_se: number | null;
  readonly default: number;
  readonly default_se: number | null;
  readonly difference: number;
  readonly difference_se: number | null;
}

export interface PathRow {
  readonly phase: string;
  /** From 0 through all tiers of the phase. */
  readonly position: number;
  readonly status: TrialStatus;
  readonly feasible: boolean;
  readonly objective: number | null;
  /** Null before the first trial that passes the gate. */
  readonly best: number | null;
}

export interface AxisRow {
  readonly phase: string;
  readonly low: number;
  readonly high: number;
  readonly beyond: number;
}

export interface TierRow {
  readonly phase: string;
  readonly tier: Tier;
  /** Trials of the tiers before. */
  readonly first: number;
}

export interface ImportanceRow {
  readonly phase: string;
  readonly parameter: string;
  readonly tier: Tier;
  readonly trials: number;
  readonly method: 'spearman' | 'correlation ratio';
  readonly importance: number;
  readonly chance: number;
}

export interface RungRow {
  readonly phase: string;
  readonly tier: Tier;
  readonly rung: number;
  readonly budget: string;
  readonly value: number;
  readonly entered: number;
  readonly failed: number;
  /** Null for the last rung. */
  readonly went_on: number | null;
  readonly pruned: number | null;
}

export interface ReplicateRow {
  readonly phase: string;
  readonly trial: string;
  readonly feasible: boolean;
  readonly metric: string;
  readonly seeds: number;
  readonly mean: number;
  readonly sd: number | null;
  readonly low: number;
  readonly high: number;
}

/** All that the report says, read from the views in the report's order. */
export interface Facts {
  readonly phases: readonly PhaseRow[];
  /** Conditions of pipeline.yaml, whether or not a trial has met them. */
  readonly planGates: readonly PlanGateRow[];
  readonly gates: readonly GateRow[];
  readonly metrics: readonly MetricRow[];
  readonly missingMetrics: readonly { readonly metric: string; readonly target: string | null }[];
  readonly parameters: readonly ParameterRow[];
  readonly fixedValues: readonly { readonly name: string; readonly value: string }[];
  readonly topTrials: readonly RankedTrialRow[];
  readonly failedTrials: readonly FailedTrialRow[];
  readonly rungs: readonly RungRow[];
  readonly replicates: readonly ReplicateRow[];
  readonly leftoverTrials: number;
  readonly path: readonly PathRow[];
  readonly pathAxis: readonly AxisRow[];
  readonly tiers: readonly TierRow[];
  readonly importance: readonly ImportanceRow[];
  readonly comparison: readonly ComparisonRow[];
  readonly finishOther: readonly { readonly metric: string; readonly value: number }[];
}

/** Trials listed for each phase. */
export const TOP_TRIALS = 10;

export async function readFacts(database: Database): Promise<Facts> {
  const [leftover] = await database.all<{ trials: number }>(
    'select count(*)::integer as trials from leftover_trials',
  );
  return {
    phases: await database.all('from phases'),
    planGates: await database.all('from plan_gates'),
    gates: await database.all('from gates'),
    metrics: await database.all('from metrics_targets'),
    missingMetrics: await database.all('from missing_metrics'),
    parameters: await database.all('from best_parameters'),
    fixedValues: await database.all('from fixed_values'),
    topTrials: await database.all(`from ranked_trials where rank <= ${TOP_TRIALS}`),
    rungs: await database.all('from rungs'),
    replicates: await database.all('from replicates'),
    failedTrials: await database.all('from failed_trials'),
    leftoverTrials: leftover?.trials ?? 0,
    path: await database.all('from best_path'),
    pathAxis: await database.all('from path_axis'),
    tiers: await database.all('from plan_tiers order by phase, tier_position'),
    importance: await database.all('from importance'),
    comparison: await database.all('from finish_comparison'),
    finishOther: await database.all('from finish_other'),
  };
}
