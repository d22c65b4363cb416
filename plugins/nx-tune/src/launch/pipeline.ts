import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadSpec } from '../spec/index.js';
import type { Spec } from '../spec/types.js';
import { PipelineError } from './errors.js';

/** @throws PipelineError with all mistakes of the file */
export function loadPipeline(workspaceRoot: string, file: string): Spec {
  const loaded = loadSpec(workspaceRoot, file);
  if (loaded.ok) return loaded.spec;
  throw new PipelineError(loaded.problems, (name) => {
    try {
      return readFileSync(join(workspaceRoot, name), 'utf8');
    } catch {
      return undefined;
    }
  });
}
