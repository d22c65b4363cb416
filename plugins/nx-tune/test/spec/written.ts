/** Pipeline files in a temporary workspace of their own, for tests of what is read from them. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { formatProblems, loadSpec } from '../../src/spec/index.js';
import type { Loaded, Spec } from '../../src/spec/index.js';

export const FILE = 'pipelines/demo/pipeline.yaml';

/** Runs `use` in a workspace that holds the files, and removes it. */
export function inWorkspace<T>(files: Readonly<Record<string, string>>, use: (root: string) => T): T {
  const root = mkdtempSync(join(tmpdir(), 'nx-tune-spec-'));
  try {
    for (const [file, content] of Object.entries(files)) {
      mkdirSync(dirname(join(root, file)), { recursive: true });
      writeFileSync(join(root, file), content);
    }
    return use(root);
  } finally {
    rmSync(root, { recursive: true });
  }
}

/** What `pipelines/demo/pipeline.yaml` says, beside other files. */
export function load(content: string, others: Readonly<Record<string, string>> = {}): Loaded {
  return inWorkspace({ [FILE]: content, ...others }, (root) => loadSpec(root, FILE));
}

/** The spec, of a file without mistakes. */
export function specOf(content: string, others: Readonly<Record<string, string>> = {}): Spec {
  const loaded = load(content, others);
  if (!loaded.ok) throw new Error(loaded.problems.map((problem) => problem.message).join('\n'));
  return loaded.spec;
}

/** The mistakes as people see them; empty when there are none. */
export function mistakesOf(content: string, others: Readonly<Record<string, string>> = {}): string {
  return inWorkspace({ [FILE]: content, ...others }, (root) => {
    const loaded = loadSpec(root, FILE);
    return loaded.ok ? '' : formatProblems(loaded.problems, (file) => readFileSync(join(root, file), 'utf8'));
  });
}
