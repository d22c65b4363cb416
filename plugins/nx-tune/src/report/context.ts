import type { Spec } from '../spec/types.js';

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

export interface ReportContext extends RunContext {
  readonly reuse?: Reuse | undefined;
}
