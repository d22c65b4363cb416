import { join } from 'node:path';
import { digestFile, digestOf } from '../results/digest.js';
import { readJson, writeJson, isMissing } from '../results/json.js';
import { FILES } from '../results/layout.js';
import type { ArtifactRef, TrialConfig, TrialRecord } from '../results/types.js';
import { CONTRACT_VERSION } from './definition.js';

/** Everything that makes one trial's result what it is. */
export interface TrialInputs {
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly config: TrialConfig;
  /** sha-256 of each upstream artifact, by phase. */
  readonly upstream: Readonly<Record<string, string>>;
  readonly sources: string;
  /** Digest of the prepared data's manifest. */
  readonly data?: string;
  readonly artifact?: string;
  /** Of a trial whose checkpoint is kept for a rung above it, and digest of what it itself goes on from. */
  readonly checkpoint?: { readonly kept: true; readonly from?: string };
  /** Content of the trial's retry file, which `retry-failed` changes. */
  readonly retry?: string;
}

export interface Receipt {
  readonly contract: number;
  /** sha-256 over the semantic inputs. */
  readonly inputs: string;
  /** The same of each part of them, so that a change can be named. Absent in what prepare and finish leave. */
  readonly parts?: InputParts;
  readonly status: 'complete' | 'failed';
  /** sha-256 of each file that the result consists of, by name in the trial's folder. */
  readonly outputs: Readonly<Record<string, string>>;
  readonly record: TrialRecord;
  /** Where the result was taken over from another trial. */
  readonly same_as?: SameAs;
}

/** Another trial whose result is this one's too, and where its artifact lies. */
export interface SameAs {
  readonly trial: string;
  readonly artifact?: ArtifactRef;
}

export const inputsDigest = (inputs: TrialInputs): string =>
  digestOf({ contract: CONTRACT_VERSION, ...inputs });

const RETRY = 'request to retry';

/** Whether two trials' programs are given the same. Asking for one of them to be retried is asking for no other. */
export const sameParts = (a: InputParts | undefined, b: InputParts): boolean =>
  a !== undefined && Object.entries(b).every(([name, digest]) => name === RETRY || a[name] === digest);

export type InputParts = Readonly<Record<string, string>>;

/** sha-256 of each part of a trial's inputs, by the words that name it to people. */
export function inputParts({ command, env, config, ...inputs }: TrialInputs): InputParts {
  const { params, seed, upstream, data_dir: dataDir } = config;
  const parts = {
    values: params,
    command,
    'environment variables': env,
    seed,
    sources: inputs.sources,
    'prepared data': [dataDir, inputs.data],
    'upstream artifact': [upstream, inputs.upstream],
    'name of the artifact': inputs.artifact,
    ...(inputs.checkpoint && { checkpoint: inputs.checkpoint }),
    [RETRY]: inputs.retry,
  };
  return Object.fromEntries(Object.entries(parts).map(([name, part]) => [name, digestOf([part])]));
}

/** Which parts of the inputs are not what they were when the receipt was written, in words. */
export function changedParts({ contract, parts: before }: Receipt, now: InputParts): string {
  const changed = Object.keys(now).filter((name) => before !== undefined && before[name] !== now[name]);
  if (contract !== CONTRACT_VERSION) changed.push('contract between runner and program');
  return changed.length === 0 ? 'its inputs changed' : `changed: ${changed.join(', ')}`;
}

/** Receipt last: where it exists, all that it vouches for was on disk before it. */
export async function writeReceipt(folder: string, receipt: Receipt): Promise<void> {
  await writeJson(join(folder, FILES.receipt), receipt);
}

export async function digestOutputs(
  folder: string,
  names: readonly string[],
): Promise<Record<string, string>> {
  const digests = names.map(async (name) => [name, await digestFile(join(folder, name))] as const);
  return Object.fromEntries(await Promise.all(digests));
}

export type Verdict =
  | { readonly kind: 'valid'; readonly receipt: Receipt }
  | { readonly kind: 'inputs-changed'; readonly receipt: Receipt; readonly reason: string }
  | { readonly kind: 'none' | 'outputs-changed' | 'unreadable'; readonly reason: string };

/** Whether the trial's folder already holds the result of exactly these inputs. */
export async function checkReceipt(folder: string, inputs: string): Promise<Verdict> {
  let receipt: Receipt | undefined;
  try {
    receipt = await readJson<Receipt>(join(folder, FILES.receipt));
  } catch {
    return { kind: 'unreadable', reason: 'its receipt cannot be read' };
  }
  if (!receipt) return { kind: 'none', reason: 'it has not run yet' };
  if (!isReceipt(receipt)) return { kind: 'unreadable', reason: 'its receipt is not one of ours' };
  if (receipt.inputs !== inputs) return { kind: 'inputs-changed', receipt, reason: 'its inputs changed' };
  const changed = await firstChanged(folder, receipt.outputs);
  if (changed !== undefined)
    return { kind: 'outputs-changed', reason: `${changed} is not what the trial wrote` };
  return { kind: 'valid', receipt };
}

function isReceipt(value: unknown): value is Receipt {
  const { inputs, outputs, record, status } = value as Partial<Receipt>;
  return (
    typeof inputs === 'string' &&
    (status === 'complete' || status === 'failed') &&
    [outputs, record].every((part) => typeof part === 'object' && (part as unknown) !== null)
  );
}

async function firstChanged(folder: string, outputs: Receipt['outputs']): Promise<string | undefined> {
  for (const [name, digest] of Object.entries(outputs)) {
    try {
      if ((await digestFile(join(folder, name))) !== digest) return name;
    } catch (error) {
      if (isMissing(error)) return name;
      throw error;
    }
  }
  return undefined;
}
