/** How one program is started, watched and ended. The one interface behind which a host may be another machine. */
export interface ProgramHost {
  /** Never throws: what goes wrong is an outcome. */
  start(request: ProgramRequest): RunningProgram;
}

/** Durations are in milliseconds. */
export interface ProgramRequest {
  /** Program and arguments; never given to a shell. */
  readonly argv: readonly string[];
  /** Absolute. */
  readonly cwd: string;
  /** Added to the runner's own environment; undefined takes a variable away. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Output is appended to it. Absolute; its folder exists. */
  readonly logFile: string;
  /** Default: LOG_LIMIT_BYTES. */
  readonly logLimitBytes?: number;
  /** Descriptors of the runner that the program inherits, as 3, 4, …: leases. */
  readonly fds?: readonly number[];
  /** What the program is given between SIGTERM and SIGKILL. */
  readonly grace: number;
  readonly timeout?: number;
  /** How long the program may print nothing. */
  readonly stall?: number;
  /** Called for each line of output that is a JSON object with a finite number `step`. */
  readonly onProgress?: (progress: Progress) => void;
}

export interface Progress {
  readonly step: number;
  readonly [field: string]: unknown;
}

export interface RunningProgram {
  /** Undefined when it could not be started. */
  readonly pid: number | undefined;
  /** Resolves when the program and its descendants have ended and the log is written. Never rejects. */
  readonly ended: Promise<ProgramEnd>;
  /** As last sampled; programs that live less than a second or so are not. */
  readonly usage: Usage;
  /**
   * Ends the program and its descendants: SIGTERM, and SIGKILL after the grace (default: the request's).
   * A second call can only shorten the wait.
   */
  stop(reason: string, grace?: number): void;
}

/** Memory of the program and its descendants together, measured from outside. What cannot be measured is absent. */
export interface Usage {
  memoryBytes?: number;
  memoryPeakBytes?: number;
  gpuBytes?: number;
  gpuPeakBytes?: number;
}

/** How a process ended, whoever ended it. */
export type Exit =
  | { readonly kind: 'exited'; readonly code: number }
  | { readonly kind: 'signalled'; readonly signal: NodeJS.Signals };

export type ProgramOutcome =
  | Exit
  /** Printed nothing for `after` ms, and was ended. */
  | { readonly kind: 'stalled'; readonly after: number; readonly exit: Exit }
  | { readonly kind: 'timedOut'; readonly after: number; readonly exit: Exit }
  /** Ended by `stop`, whatever it exited with. */
  | { readonly kind: 'stopped'; readonly reason: string; readonly exit: Exit }
  | { readonly kind: 'spawnFailed'; readonly error: Error };

/** What the end of the log, or the way the program died, says about the cause. */
export type Symptom = 'out-of-memory' | 'device' | 'disk-full';

export interface ProgramEnd {
  readonly outcome: ProgramOutcome;
  readonly seconds: number;
  readonly usage: Readonly<Usage>;
  /** The last lines of its output, oldest first. */
  readonly lastLines: readonly string[];
  /** Absent after exit 0. */
  readonly symptom?: Symptom;
  /** Why the log is not complete: a full disk, say. */
  readonly logError?: Error;
  /** Processes that outlived SIGKILL (stuck in the kernel). */
  readonly survivors: readonly number[];
}
