/**
 * How one program is started, watched and ended.
 *
 * localHost(options?: { gpuMemory?: GpuMemory }): ProgramHost      one a runner; starts its guardian with the first program
 * ProgramHost.start(request: ProgramRequest): RunningProgram       never throws
 *   ProgramRequest { argv; cwd; env; logFile; logLimitBytes?; fds?; grace; timeout?; stall?; onProgress? }   ms, absolute paths
 *   RunningProgram { pid; ended: Promise<ProgramEnd>; usage: Usage; stop(reason, grace?): void }
 *   ProgramEnd { outcome: ProgramOutcome; seconds; usage; lastLines; symptom?; logError?; survivors }
 *   ProgramOutcome.kind: 'exited' { code } | 'signalled' { signal } | 'stalled' | 'timedOut' | 'stopped' { reason } | 'spawnFailed' { error }
 *   Usage { memoryBytes?; memoryPeakBytes?; gpuBytes?; gpuPeakBytes? }
 * The program's environment also gets TUNE_RUN_ID, by which its descendants are found.
 *
 * killLeftovers({ TUNE_OUTPUT_DIR: folder }, grace): Promise<number[]>   programs with that folder or one below it, of runs
 *   that are dead; best before any device is asked for, which such a program may hold: once for all of results/<pipeline>
 * runTool(argv): Promise<string | undefined>                      stdout of a small program; undefined: not installed
 * nvidiaSmiMemory(runTool): GpuMemory                             for localHost({ gpuMemory })
 */
export { GuardianError, SpawnError, ToolError } from './errors.js';
export { nvidiaSmiMemory, type GpuMemory } from './gpu-memory.js';
export { killLeftovers } from './leftovers.js';
export { localHost, type LocalHostOptions } from './local-host.js';
export { LOG_LIMIT_BYTES } from './log-file.js';
export { runTool } from './spawn.js';
export type {
  Exit,
  Progress,
  ProgramEnd,
  ProgramHost,
  ProgramOutcome,
  ProgramRequest,
  RunningProgram,
  Symptom,
  Usage,
} from './types.js';
