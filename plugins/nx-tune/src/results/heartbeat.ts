/** Files by which a runner says what it is doing. Times are ISO 8601, UTC. */

/** One trial whose program runs now. */
export interface RunningTrial {
  readonly trial: string;
  readonly device: string;
  readonly pid?: number;
  /** From 1. */
  readonly attempt: number;
  /** Since the attempt began. */
  readonly seconds: number;
  /** As the program's last line of progress said. */
  readonly step?: number;
  readonly total?: number;
  /** Of the program and its descendants, in GB. Absent until they have been measured. */
  readonly memory_gb?: number;
  readonly gpu_memory_gb?: number;
  /** By the pace of its steps. */
  readonly estimated_end?: string;
}

export interface DeviceState {
  readonly device: string;
  /** Of the whole device, whoever uses it, as nvidia-smi says. */
  readonly memory_used_gb?: number;
  readonly memory_total_gb?: number;
  /** Why it is not used any more. */
  readonly set_aside?: string;
}

/** How many of the trials that the runner was given are in which state. */
export interface TrialCounts {
  readonly total: number;
  readonly finished: number;
  readonly failed: number;
  /** Done before this runner began, with the same inputs. */
  readonly reused: number;
  /** Not run, since they are not among the best of the rung before. */
  readonly pruned: number;
  /** Not run, since their tier is out of patience, or they are not among those that are repeated. */
  readonly skipped: number;
  readonly running: number;
  readonly waiting: number;
  /** Given up by a stop, with their checkpoints kept; or never started. */
  readonly interrupted: number;
  /** Could not be run: not a result. */
  readonly errors: number;
}

/** heartbeat.json */
export interface Heartbeat {
  readonly pipeline: string;
  readonly state: 'running' | 'stopping' | 'ended';
  readonly written: string;
  /** Seconds between two heartbeats. */
  readonly interval: number;
  readonly runner: {
    readonly pid: number;
    readonly host: string;
    readonly user: string;
    readonly started: string;
    /** The most that the runner itself has used, in GB. */
    readonly memory_peak_gb: number;
  };
  readonly trials: TrialCounts;
  readonly running: readonly RunningTrial[];
  readonly devices: readonly DeviceState[];
  /** Of the phase that runs, by how long its trials took so far. Absent until one has shown it. */
  readonly estimated_end?: string;
}

/** What has become of one trial, as the runners have seen it. */
export interface SeenTrial {
  readonly status: 'complete' | 'failed' | 'reused' | 'pruned' | 'skipped' | 'interrupted' | 'not-started' | 'error';
  readonly at: string;
}

/** executor_state.json: for people and dashboards. A run goes on from the receipts, not from this. */
export interface ExecutorState {
  readonly pipeline: string;
  readonly saved: string;
  readonly runner: { readonly pid: number; readonly host: string; readonly started: string };
  readonly trials: TrialCounts;
  readonly seen: Readonly<Record<string, SeenTrial>>;
}
