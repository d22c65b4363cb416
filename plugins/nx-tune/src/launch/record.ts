import { join } from 'node:path';
import { digestOf } from '../results/digest.js';
import { writeJson } from '../results/json.js';
import { FILES } from '../results/layout.js';
import type { Attempt, Observation, TrialRecord } from '../results/types.js';
import { gateResults } from '../select/gate.js';
import { CONTRACT_VERSION } from '../trial/definition.js';
import { digestOutputs, writeReceipt, type Receipt, type SameAs } from '../trial/receipt.js';
import type { Ending } from './ending.js';
import { keepCheckpoint } from './checkpoint.js';
import { keepsCheckpoint, type PlannedTrial } from './planned-trial.js';

type Metrics = Readonly<Record<string, number>>;

/** Always differ from run to run, whatever the pipeline says of them. */
const ALWAYS_VOLATILE = ['wall_clock_time', 'gpu_memory_peak'];

/** Records a trial's end: its files first, the receipt that vouches for them last. */
export async function recordTrial(
  planned: PlannedTrial,
  ending: Ending,
  attempts: readonly Attempt[],
): Promise<void> {
  const { folder, ref } = planned;
  const complete = ending.status === 'complete';
  const metrics = ending.status === 'complete' ? ending.metrics : {};
  if (complete) await writeJson(join(folder, FILES.metrics), metrics);
  const names = [FILES.config, ...(complete ? [FILES.metrics, ...artifactOf(planned)] : [])];
  if (complete && keepsCheckpoint(ref)) names.push(...(await keepCheckpoint(checkpointOf(planned), folder)));
  const outputs = await digestOutputs(folder, names);
  const { stable, volatile } = splitMetrics(planned, metrics);
  const record = {
    trial: planned.id,
    status: ending.status,
    attempts,
    started: attempts[0]?.started ?? '',
    finished: finishedAt(attempts),
    gate: complete ? gateResults(ref.phase.gate, stable) : [],
    origin: planned.origin,
    metrics: volatile,
    ...(ending.status === 'failed' ? { reason: ending.reason } : {}),
  };
  await writeResult(planned, record, { metrics, outputs });
  await writeReceipt(folder, {
    contract: CONTRACT_VERSION,
    inputs: planned.inputs,
    parts: planned.parts,
    status: ending.status,
    outputs,
    record,
  });
}

/** Records another trial's result as the trial's own, with the times of the other. */
export async function recordTakenOver(
  planned: PlannedTrial,
  { metrics, receipt, ...same }: SameAs & { readonly metrics: Metrics; readonly receipt: Receipt },
): Promise<void> {
  const { folder, id, ref, inputs, parts, origin } = planned;
  await writeJson(join(folder, FILES.metrics), metrics);
  const outputs = await digestOutputs(folder, [FILES.config, FILES.metrics]);
  const { stable, volatile } = splitMetrics(planned, metrics);
  const { started, finished } = receipt.record;
  const record = {
    trial: id,
    status: 'complete' as const,
    attempts: [],
    started,
    finished,
    gate: gateResults(ref.phase.gate, stable),
    origin: `${origin}, ${same.trial}`,
    metrics: volatile,
  };
  await writeResult(planned, record, { metrics, outputs, same_as: same });
  const { status } = record;
  const contract = CONTRACT_VERSION;
  await writeReceipt(folder, { contract, inputs, parts, status, outputs, record, same_as: same });
}

/**
 * Writes again what a receipt vouches for: which of the metrics is the objective, and which are volatile, is for the
 * pipeline file to say, and may have changed since.
 */
export async function writeReused(planned: PlannedTrial, receipt: Receipt, metrics: Metrics): Promise<void> {
  const { stable, volatile } = splitMetrics(planned, metrics);
  const gate = receipt.status === 'complete' ? gateResults(planned.ref.phase.gate, stable) : [];
  await writeResult(
    planned,
    { ...receipt.record, status: receipt.status, gate, metrics: volatile },
    { ...receipt, metrics },
  );
}

async function writeResult(
  planned: PlannedTrial,
  record: TrialRecord & { readonly status: Receipt['status'] },
  result: Result,
): Promise<void> {
  const { folder } = planned;
  const observation = observationOf(planned, record.status, result);
  await Promise.all([
    writeJson(join(folder, FILES.observation), observation),
    writeJson(join(folder, FILES.record), record),
  ]);
}

export interface Result extends Pick<Receipt, 'outputs' | 'same_as'> {
  readonly metrics: Metrics;
}

/** observation.json of a trial that ran. */
export function observationOf(
  planned: PlannedTrial,
  status: Receipt['status'],
  { metrics, outputs, same_as: same }: Result,
): Observation {
  const { id, ref, values } = planned;
  const artifact = status === 'complete' ? ref.phase.artifact : undefined;
  return {
    trial: id,
    phase: ref.phase.name,
    tier: ref.tier.tier,
    index: ref.index,
    status,
    values,
    objective: metrics[ref.phase.objective.metric] ?? null,
    metrics: splitMetrics(planned, metrics).stable,
    ...(artifact === undefined
      ? {}
      : {
          artifact: same?.artifact ?? {
            path: `${planned.results.layout.trial(id)}/${artifact}`,
            sha256: outputs[artifact]!,
          },
        }),
    ...(same && { same_as: same.trial }),
    ...(ref.stage && { stage: ref.stage }),
    ...keptCheckpoint(planned, outputs),
  };
}

/** A program that leaves no checkpoint has none to go on from, and begins anew with each rung. */
function keptCheckpoint(
  { id, results }: PlannedTrial,
  outputs: Receipt['outputs'],
): Pick<Observation, 'checkpoint'> {
  const files = Object.entries(outputs).filter(([name]) => name.startsWith(`${FILES.checkpoint}/`));
  if (files.length === 0) return {};
  const path = `${results.layout.trial(id)}/${FILES.checkpoint}`;
  return { checkpoint: { path, sha256: digestOf(Object.fromEntries(files)) } };
}

const checkpointOf = ({ id, results }: PlannedTrial): string => results.path(results.layout.checkpoint(id));

const artifactOf = ({ ref }: PlannedTrial): string[] =>
  ref.phase.artifact === undefined ? [] : [ref.phase.artifact];

/** Metrics by name in order, apart by whether they differ from run to run. */
function splitMetrics({ ref }: PlannedTrial, metrics: Metrics): { stable: Metrics; volatile: Metrics } {
  const marked = ref.spec.metrics.filter(({ volatile }) => volatile).map(({ name }) => name);
  const volatileNames = new Set([...ALWAYS_VOLATILE, ...marked]);
  const entries = Object.entries(metrics).sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    stable: Object.fromEntries(entries.filter(([name]) => !volatileNames.has(name))),
    volatile: Object.fromEntries(entries.filter(([name]) => volatileNames.has(name))),
  };
}

function finishedAt(attempts: readonly Attempt[]): string {
  const last = attempts.at(-1);
  return last ? new Date(Date.parse(last.started) + last.seconds * 1000).toISOString() : '';
}
