/** Writes result trees for the report's tests and benchmark: real files, made without running a program. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { FILES, layoutOf, trialId } from '../../src/results/layout.js';
import type { Observation, PhaseResult, TrialRecord } from '../../src/results/types.js';
import type { Stage } from '../../src/spec/index.js';
import type { Spec, Tier, Values } from '../../src/spec/types.js';

export interface SampleTrial {
  readonly phase: string;
  readonly tier: Tier;
  readonly index: number;
  readonly stage?: Stage;
  /** Without values and metrics, as it ran no program. */
  readonly status?: 'pruned' | 'skipped';
  readonly values: Values;
  readonly metrics?: Readonly<Record<string, number>>;
  /** Metrics for trial.json. */
  readonly volatile?: Readonly<Record<string, number>>;
  readonly seconds?: number;
  /** Makes the trial fail after three attempts. */
  readonly failure?: string;
}

export interface SampleRun {
  readonly trials: readonly SampleTrial[];
  readonly phases?: Readonly<Record<string, Partial<PhaseResult>>>;
  readonly finish?: Readonly<Record<string, number>>;
}

/** A workspace of its own under the system's temporary folder. */
export class SampleWorkspace implements Disposable {
  readonly root = mkdtempSync(join(tmpdir(), 'nx-tune-report-'));

  write(file: string, content: string): void {
    const path = join(this.root, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  }

  writeRun(spec: Spec, run: SampleRun): void {
    const layout = layoutOf(spec.name);
    for (const trial of run.trials) this.#writeTrial(spec, trial);
    for (const [phase, result] of Object.entries(run.phases ?? {})) {
      this.write(layout.phaseSummary(phase), JSON.stringify({ phase, ...result }));
    }
    if (run.finish) this.write(`${layout.finish}/${FILES.metrics}`, JSON.stringify(run.finish));
  }

  #writeTrial(spec: Spec, sample: SampleTrial): void {
    const id = trialId(sample.phase, sample.tier, sample.index, sample.stage);
    const folder = layoutOf(spec.name).trial(id);
    const objective = spec.phases.find((phase) => phase.name === sample.phase)?.objective.metric ?? '';
    const status = sample.status ?? (sample.failure === undefined ? 'complete' : 'failed');
    const observation: Observation = {
      trial: id,
      phase: sample.phase,
      tier: sample.tier,
      index: sample.index,
      status,
      values: sample.values,
      objective: sample.metrics?.[objective] ?? null,
      metrics: sample.metrics ?? {},
      ...(sample.stage && { stage: sample.stage }),
    };
    this.write(`${folder}/${FILES.observation}`, JSON.stringify(observation));
    this.write(`${folder}/${FILES.record}`, JSON.stringify(recordOf(id, sample)));
  }

  [Symbol.dispose](): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}

function recordOf(trial: string, sample: SampleTrial): TrialRecord {
  const seconds = sample.seconds ?? 10;
  const start = Date.UTC(2026, 0, 5, 9) + sample.index * 60_000;
  const at = (time: number) => new Date(time).toISOString();
  const failed = sample.failure !== undefined;
  return {
    trial,
    status: sample.status ?? (failed ? 'failed' : 'complete'),
    attempts: Array.from({ length: sample.status ? 0 : failed ? 3 : 1 }, (_, number) => ({
      number: number + 1,
      device: 'cpu-0',
      started: at(start),
      seconds,
      outcome: failed ? 'failed' : 'complete',
      ...(failed && { cause: 'exit' as const, detail: 'exit code 3' }),
    })),
    started: at(start),
    finished: at(start + seconds * 1000),
    gate: [],
    origin: sample.index === 0 ? 'incumbent' : `sobol ${sample.index}`,
    metrics: sample.volatile ?? {},
    ...(failed && { reason: sample.failure }),
  };
}
