import type { Observation } from '../results/types.js';
import type { Phase, Spec } from '../spec/types.js';

/** Which run a report, a query or a status is about. */
export interface RunContext {
  readonly workspaceRoot: string;
  /** `results/<name>`, relative to the workspace root. */
  readonly resultsDir: string;
  readonly spec: Spec;
}

/** What the command that asks for the report did itself: trials run, and trials whose results it took over. */
export interface Reuse {
  readonly ran: number;
  readonly reused: number;
}

export interface ImportanceScore {
  readonly parameter: string;
  /** 0 to 1 */
  readonly importance: number;
  /** What chance alone exceeds in about 5 % of cases; null where that is not known. */
  readonly chance: number | null;
  /** Complete trials that it was computed from. */
  readonly trials: number;
}

export interface PhaseImportance {
  /** Title of the axis: what the number is. */
  readonly label: string;
  /** How it was computed and what to make of it, in Markdown. */
  readonly method: string;
  /** Why the numbers must not be trusted yet, in Markdown. */
  readonly warning?: string | undefined;
  readonly scores: readonly ImportanceScore[];
}

/**
 * Judges a phase's parameters by its complete trials that have an objective, in the order of the plan. Undefined
 * where it cannot tell; the report then shows rank correlations.
 */
export type ImportanceMethod = (phase: Phase, trials: readonly Observation[]) => PhaseImportance | undefined;

export interface ReportContext extends RunContext {
  readonly reuse?: Reuse | undefined;
  readonly importance?: ImportanceMethod | undefined;
}
