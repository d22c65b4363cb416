import { readFileSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { isMissing } from '../results/json.js';
import { FILES, layoutOf } from '../results/layout.js';
import type { RunContext } from './context.js';

export type DocumentKind = 'spec' | 'observation' | 'record' | 'phase' | 'finish';

/** A JSON file of a run, as text that is known to be a JSON object. */
export interface Document {
  readonly kind: DocumentKind;
  /** Trial or phase that the file belongs to. */
  readonly name: string;
  readonly body: string;
}

export interface Documents {
  readonly documents: readonly Document[];
  /** One sentence for each file that could not be used. */
  readonly warnings: readonly string[];
}

/**
 * Reads every result file of a run; a file that does not exist is not there, a torn or foreign one is named.
 * Synchronous on purpose: 20,000 small files take 0.2 s this way, 1 s through the thread pool, 2 s and more with
 * DuckDB's own readers (tools/bench/report).
 */
export function readDocuments(context: RunContext): Documents {
  const layout = layoutOf(basename(context.resultsDir));
  const reader = new Reader(context.workspaceRoot);
  for (const trial of reader.list(layout.trials)) {
    const folder = layout.trial(trial);
    reader.read({ kind: 'observation', name: trial, file: `${folder}/${FILES.observation}` }, isObservation);
    reader.read({ kind: 'record', name: trial, file: `${folder}/${FILES.record}` });
  }
  for (const { name } of context.spec.phases) {
    reader.read({ kind: 'phase', name, file: layout.phaseSummary(name) });
  }
  reader.read({ kind: 'finish', name: 'finish', file: `${layout.finish}/${FILES.metrics}` });
  const spec: Document = { kind: 'spec', name: context.spec.name, body: JSON.stringify(context.spec) };
  return { documents: [spec, ...reader.documents], warnings: reader.warnings };
}

interface Source {
  readonly kind: DocumentKind;
  readonly name: string;
  readonly file: string;
}

type Check = (value: Readonly<Record<string, unknown>>, name: string) => string | undefined;

class Reader {
  readonly documents: Document[] = [];
  readonly warnings: string[] = [];
  readonly #workspaceRoot: string;

  constructor(workspaceRoot: string) {
    this.#workspaceRoot = workspaceRoot;
  }

  /** Names in a folder, sorted. */
  list(folder: string): string[] {
    try {
      const entries = readdirSync(join(this.#workspaceRoot, folder), { withFileTypes: true });
      return entries.flatMap((entry) => (entry.isDirectory() ? [entry.name] : [])).sort();
    } catch (error) {
      if (isMissing(error)) return [];
      throw error;
    }
  }

  read({ kind, name, file }: Source, check: Check = () => undefined): void {
    let body: string;
    try {
      body = readFileSync(join(this.#workspaceRoot, file), 'utf8');
    } catch (error) {
      if (isMissing(error)) return;
      throw error;
    }
    const problem = problemOf(body, name, check);
    if (problem === undefined) this.documents.push({ kind, name, body });
    else this.warnings.push(`${file} is left out: ${problem}.`);
  }
}

function problemOf(body: string, name: string, check: Check): string | undefined {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return body === '' ? 'it is empty' : 'its text is not JSON';
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'it holds no JSON object';
  return check(value as Readonly<Record<string, unknown>>, name);
}

const STATUSES: readonly unknown[] = ['complete', 'failed', 'pruned', 'skipped'];

/** Selection and ranking rest on these fields, so a file without them is not taken for an observation. */
const isObservation: Check = (value, name) => {
  if (value.trial !== name) return `expected \`trial\` to be \`${name}\`, got ${shown(value.trial)}`;
  if (typeof value.phase !== 'string') return `expected \`phase\` to be a name, got ${shown(value.phase)}`;
  if (!STATUSES.includes(value.status)) {
    return `expected \`status\` to be one of ${STATUSES.join(', ')}, got ${shown(value.status)}`;
  }
  return Number.isInteger(value.index)
    ? undefined
    : `expected \`index\` to be an integer, got ${shown(value.index)}`;
};

const shown = (value: unknown): string => (value === undefined ? 'nothing' : `\`${JSON.stringify(value)}\``);
