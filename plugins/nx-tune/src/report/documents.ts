import { readFileSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { isMissing } from '../results/json.js';
import { FILES, layoutOf } from '../results/layout.js';
import type { RunContext } from './context.js';
import { recognize, type DocumentKind } from './recognize.js';

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
    reader.read({ kind: 'observation', name: trial, file: `${folder}/${FILES.observation}` });
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

class Reader {
  readonly documents: Document[] = [];
  readonly warnings: string[] = [];
  readonly #workspaceRoot: string;

  constructor(workspaceRoot: string) {
    this.#workspaceRoot = workspaceRoot;
  }

  /** Names of the folders in a folder, sorted. */
  list(folder: string): string[] {
    try {
      const entries = readdirSync(join(this.#workspaceRoot, folder), { withFileTypes: true });
      return entries.flatMap((entry) => (entry.isDirectory() ? [entry.name] : [])).sort();
    } catch (error) {
      if (isMissing(error)) return [];
      throw error;
    }
  }

  read({ kind, name, file }: Source): void {
    try {
      const found = recognize(kind, name, readFileSync(join(this.#workspaceRoot, file), 'utf8'));
      if (found.ok) this.documents.push({ kind, name, body: found.body });
      else this.warnings.push(`${file} is left out: ${found.problem}.`);
    } catch (error) {
      if (isMissing(error)) return;
      this.warnings.push(`${file} is left out: ${error instanceof Error ? error.message : String(error)}.`);
    }
  }
}
