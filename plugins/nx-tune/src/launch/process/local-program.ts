import { whenDue } from './deadline.js';
import { endProcesses, STRAY_GRACE_MS, terminateGroup } from './ending.js';
import { livingMembers, newRunId, noteMembers, RUN_ID, strays, type Family } from './family.js';
import type { Guard } from './guard.js';
import { LOG_LIMIT_BYTES, LogFile } from './log-file.js';
import type { OomKills } from './oom-kills.js';
import { lastLines, Output } from './output.js';
import { listProcesses } from './proc.js';
import { spawnProgram, type Spawned } from './spawn.js';
import { symptomOf } from './symptoms.js';
import type { Exit, ProgramEnd, ProgramOutcome, ProgramRequest, RunningProgram, Usage } from './types.js';
import type { UsageSampler } from './usage.js';

/** What all programs of a host share. */
export interface HostServices {
  readonly guard: Guard;
  readonly sampler: UsageSampler;
  readonly oomKills: OomKills;
}

/** Why this process ends a program. */
type Cause =
  | { readonly kind: 'stalled' | 'timedOut'; readonly after: number }
  | { readonly kind: 'stopped'; readonly reason: string };

const LAST_LINES = 20;
/** Output that something keeps open, which can be neither found nor killed, is not waited for longer than this. */
const DRAIN_MS = 5_000;

/** A program on this machine, from its start to the end of its last descendant. */
export class LocalProgram implements RunningProgram {
  readonly usage: Usage = {};
  readonly ended: Promise<ProgramEnd>;
  readonly #request: ProgramRequest;
  readonly #services: HostServices;
  readonly #family: Family = { pid: undefined, runId: newRunId(), seen: new Map() };
  readonly #log: LogFile;
  readonly #output: Output;
  readonly #spawned: Spawned;
  readonly #began = performance.now();
  /** Things to cancel when the program has ended. */
  readonly #cancels: (() => void)[] = [];
  #cause: Cause | undefined;
  #killAt = Infinity;
  #exited = false;

  constructor(request: ProgramRequest, services: HostServices) {
    this.#request = request;
    this.#services = services;
    this.#log = new LogFile(request.logFile, request.logLimitBytes ?? LOG_LIMIT_BYTES, () =>
      this.#output?.resume(),
    );
    this.#output = new Output(this.#log, request.onProgress);
    this.#spawned = this.#spawn();
    this.#output.attach(this.#spawned.stdout);
    this.#output.attach(this.#spawned.stderr);
    if (this.pid !== undefined) this.#watch();
    this.ended = this.#end();
  }

  get pid(): number | undefined {
    return this.#spawned.pid;
  }

  stop(reason: string, grace = this.#request.grace): void {
    this.#beginEnding({ kind: 'stopped', reason }, grace);
  }

  #spawn(): Spawned {
    const { argv, cwd, fds = [], grace } = this.#request;
    const { runId } = this.#family;
    this.#services.guard.guard({ runId, grace });
    const spawned = spawnProgram({ argv, cwd, fds, env: { ...this.#request.env, [RUN_ID]: runId } });
    this.#family.pid = spawned.pid;
    if (spawned.pid !== undefined) this.#services.guard.guard({ runId, grace, pid: spawned.pid });
    return spawned;
  }

  #watch(): void {
    const { timeout, stall, grace } = this.#request;
    this.#cancels.push(this.#services.sampler.add(this.#family, this.usage));
    const watch = (kind: 'stalled' | 'timedOut', after: number, since: () => number): void => {
      const left = (): number => since() + after - performance.now();
      this.#cancels.push(whenDue(left, () => this.#beginEnding({ kind, after }, grace)));
    };
    if (timeout !== undefined) watch('timedOut', timeout, () => this.#began);
    if (stall !== undefined) watch('stalled', stall, () => this.#output.lastActivity);
  }

  #beginEnding(cause: Cause, grace: number): void {
    if (this.#exited || this.pid === undefined) return;
    const first = this.#cause === undefined;
    this.#cause ??= cause;
    this.#killAt = Math.min(this.#killAt, performance.now() + grace);
    // Should this process not live to see it through.
    this.#services.guard.guard({ runId: this.#family.runId, grace, pid: this.pid });
    // Descendants in sessions of their own can be told from strangers only while their parents live.
    noteMembers(this.#family, listProcesses());
    if (first) terminateGroup(this.#family);
    this.#cancels.push(
      whenDue(
        () => this.#killAt - performance.now(),
        () => this.#kill(),
      ),
    );
  }

  #kill(): void {
    if (this.#exited) return;
    noteMembers(this.#family, listProcesses());
    void endProcesses(() => (this.#exited ? [] : livingMembers(this.#family)), 0);
  }

  async #end(): Promise<ProgramEnd> {
    const exit = await this.#spawned.exited.catch((error: unknown) => error as Error);
    const seconds = (performance.now() - this.#began) / 1000;
    this.#exited = true;
    for (const cancel of this.#cancels) cancel();
    const survivors = exit instanceof Error ? [] : await this.#endStrays(seconds);
    await this.#drain();
    await this.#log.close();
    this.#services.guard.ended(this.#family.runId);
    return this.#report(exit, { seconds, survivors });
  }

  #endStrays(seconds: number): Promise<readonly number[]> {
    const left = strays(this.#family, seconds * 1000);
    if (left.length === 0) return Promise.resolve([]);
    const grace = Math.max(
      0,
      Math.min(STRAY_GRACE_MS, this.#request.grace, this.#killAt - performance.now()),
    );
    return endProcesses(() => livingMembers(this.#family), grace);
  }

  async #drain(): Promise<void> {
    const until = performance.now() + DRAIN_MS;
    const cancel = whenDue(
      () => until - performance.now(),
      () => this.#output.destroy(),
    );
    await this.#spawned.closed;
    cancel();
    this.#output.end();
  }

  #report(exit: Exit | Error, facts: { seconds: number; survivors: readonly number[] }): ProgramEnd {
    const { tail } = this.#output;
    const logError = this.#log.error;
    const symptom = exit instanceof Error ? undefined : symptomOf(exit, tail, this.#killedForMemory(exit));
    return {
      outcome: this.#outcome(exit),
      seconds: facts.seconds,
      usage: { ...this.usage },
      lastLines: lastLines(tail, LAST_LINES),
      ...(symptom === undefined ? {} : { symptom }),
      ...(logError === undefined ? {} : { logError }),
      survivors: facts.survivors,
    };
  }

  #killedForMemory(exit: Exit): boolean {
    const killed = exit.kind === 'signalled' && exit.signal === 'SIGKILL';
    return killed && this.#cause === undefined && this.#services.oomKills.any();
  }

  #outcome(exit: Exit | Error): ProgramOutcome {
    if (exit instanceof Error) return { kind: 'spawnFailed', error: exit };
    return this.#cause === undefined ? exit : { ...this.#cause, exit };
  }
}
