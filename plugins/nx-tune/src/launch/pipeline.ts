import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { dependsOnProblems, loadSpec, type KnownTargets } from '../spec/index.js';
import type { Problem, Spec } from '../spec/types.js';
import { PipelineError } from './errors.js';

/**
 * @param targets the workspace's Nx targets, where what the pipeline depends on is about to run
 * @throws PipelineError with all mistakes, those included that the file alone does not show
 */
export function loadPipeline(workspaceRoot: string, file: string, targets?: KnownTargets): Spec {
  const loaded = loadSpec(workspaceRoot, file);
  const missing = targets ? dependsOnProblems(workspaceRoot, file, targets) : [];
  if (loaded.ok && missing.length === 0) return loaded.spec;
  throw pipelineError(workspaceRoot, [...missing, ...(loaded.ok ? [] : loaded.problems)]);
}

export function pipelineError(workspaceRoot: string, problems: readonly Problem[]): PipelineError {
  return new PipelineError(problems, (name) => {
    try {
      return readFileSync(join(workspaceRoot, name), 'utf8');
    } catch {
      return undefined;
    }
  });
}
