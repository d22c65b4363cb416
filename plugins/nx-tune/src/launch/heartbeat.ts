import { setTimeout as delay } from 'node:timers/promises';
import { tryLease, type Device, type DeviceMemory, type HolderInfo, type Lease } from '../device/index.js';
import { readJson } from '../results/json.js';
import type { ExecutorState, Heartbeat, SeenTrial } from '../results/heartbeat.js';
import type { Done, Events, Run, TrialName } from './events.js';
import type { Job } from './job.js';
import type { AttemptOutcome } from './outcome.js';
import { RewrittenFile } from './rewritten-file.js';
import { RunView } from './run-view.js';
import { heartbeatOf, thisRunner } from './snapshot.js';

const STATE_EVERY_TRIALS = 10;
const STATE_EVERY_MS = 3_600_000;
/** An event shows in heartbeat.json this soon, without a write for each of hundreds of trials a second. */
const SOON_MS = 1_000;
/** nvidia-smi may take long on a busy host: then the heartbeat goes out with what it said last. */
const MEMORY_WAIT_MS = 2_000;

export interface HeartbeatParts {
  readonly pipeline: string;
  /** ms. */
  readonly interval: number;
  /** Absolute paths of the two files. */
  readonly heartbeatFile: string;
  readonly stateFile: string;
  readonly total: number;
  /** Trials of the phase that come after those of this run. */
  readonly later: number;
  readonly devices: readonly Device[];
  readonly deviceMemory: () => Promise<DeviceMemory>;
  readonly holder: HolderInfo;
  readonly onTrouble: (error: Error) => void;
}

/**
 * Writes heartbeat.json and executor_state.json while a run goes on. Of several runs of one pipeline the first writes
 * them, and the next one when it has ended.
 */
export class HeartbeatFiles implements Events {
  readonly #parts: HeartbeatParts;
  readonly #view: RunView;
  readonly #seen = new Map<string, SeenTrial>();
  readonly #heartbeat: RewrittenFile;
  readonly #state: RewrittenFile;
  #memory: DeviceMemory = new Map();
  #lease: Lease | undefined;
  #every: NodeJS.Timeout | undefined;
  #soon: NodeJS.Timeout | undefined;
  #unsaved = 0;
  #savedAt = performance.now();
  #ended = false;

  constructor(parts: HeartbeatParts) {
    this.#parts = parts;
    this.#view = new RunView(parts.total, parts.later);
    const { heartbeatFile, stateFile, onTrouble } = parts;
    this.#heartbeat = new RewrittenFile(heartbeatFile, () => Promise.resolve(this.#snapshot()), onTrouble);
    this.#state = new RewrittenFile(stateFile, () => this.#stateNow(), onTrouble);
  }

  async open(): Promise<void> {
    this.#every = setInterval(() => void this.#beat(), this.#parts.interval).unref();
    await this.#beat();
  }

  async close(): Promise<void> {
    clearInterval(this.#every);
    clearTimeout(this.#soon);
    this.#ended = true;
    if (this.#lease) await Promise.all([this.#heartbeat.write(), this.#state.write()]);
    await this.#lease?.release();
  }

  waiting(): void {
    this.#beatSoon();
  }

  started(job: Job, run: Run): void {
    this.#view.started(job, run);
    this.#beatSoon();
  }

  progress(job: Job, line: Readonly<Record<string, unknown>>): void {
    this.#view.progress(job, line);
  }

  ended(job: Job, outcome: AttemptOutcome): void {
    this.#view.ended(job, outcome);
    this.#beatSoon();
  }

  done(trial: TrialName, how: Done): void {
    this.#view.done(trial, how);
    this.#seen.set(trial.id, { status: how, at: new Date().toISOString() });
    if (how === 'complete' || how === 'failed') this.#unsaved++;
    this.#saveWhenDue();
    this.#beatSoon();
  }

  setAside(device: Device, reason: string): void {
    this.#view.setAside(device, reason);
    this.#beatSoon();
  }

  stopping(): void {
    this.#view.stopping();
    this.#beatSoon();
  }

  #beatSoon(): void {
    if (this.#ended) return;
    this.#soon ??= setTimeout(() => {
      this.#soon = undefined;
      if (this.#lease) void this.#heartbeat.write();
    }, SOON_MS).unref();
  }

  async #beat(): Promise<void> {
    await this.#takeLease();
    if (!this.#lease || this.#ended) return;
    await this.#refreshMemory();
    if (this.#ended) return;
    await this.#heartbeat.write();
    this.#saveWhenDue();
  }

  async #takeLease(): Promise<void> {
    if (this.#lease) return;
    const { heartbeatFile, holder, onTrouble } = this.#parts;
    try {
      const taken = await tryLease(`heartbeat:${heartbeatFile}`, holder);
      if ('busy' in taken) return;
      if (this.#lease || this.#ended) await taken.release();
      else this.#lease = taken;
    } catch (error) {
      onTrouble(error as Error);
    }
  }

  async #refreshMemory(): Promise<void> {
    const { devices, deviceMemory } = this.#parts;
    if (!devices.some(({ uuid }) => uuid !== undefined)) return;
    const asked = deviceMemory().then(
      (memory) => void (this.#memory = memory),
      () => undefined, // a driver that fails now may answer at the next beat
    );
    await Promise.race([asked, delay(MEMORY_WAIT_MS, undefined, { ref: false })]);
  }

  #saveWhenDue(): void {
    const due = this.#unsaved >= STATE_EVERY_TRIALS || performance.now() - this.#savedAt >= STATE_EVERY_MS;
    if (!due || !this.#lease) return;
    this.#unsaved = 0;
    this.#savedAt = performance.now();
    void this.#state.write();
  }

  #snapshot(): Heartbeat {
    const { pipeline, interval, devices } = this.#parts;
    return heartbeatOf(this.#view, {
      pipeline,
      interval,
      devices,
      memory: this.#memory,
      ended: this.#ended,
    });
  }

  /** With what earlier runners saw of other trials; a torn file of theirs is no reason to lose ours. */
  async #stateNow(): Promise<ExecutorState> {
    const { stateFile, pipeline } = this.#parts;
    const before = await readJson<Partial<ExecutorState>>(stateFile).catch(() => undefined);
    const seen = { ...before?.seen, ...Object.fromEntries(this.#seen) };
    return {
      pipeline,
      saved: new Date().toISOString(),
      runner: thisRunner(),
      trials: this.#view.tally.counts(this.#view.running.size),
      seen: Object.fromEntries(Object.entries(seen).sort(([a], [b]) => (a < b ? -1 : 1))),
    };
  }
}
