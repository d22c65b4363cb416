import * as z from 'zod/mini';
import { readChain } from './extends.js';
import { Located } from './located.js';
import { nearest } from './nearest.js';
import type { Problem } from './types.js';
import { quote } from './wording.js';

/** Nx projects by name, each with its targets by name. */
export type KnownTargets = Readonly<Record<string, { readonly targets?: Readonly<Record<string, unknown>> }>>;

/**
 * Entries of `program.dependsOn` that name no target of the workspace. Nx passes over them in silence, and trials would
 * run on a program that nobody has built.
 */
export function dependsOnProblems(
  workspaceRoot: string,
  file: string,
  known: KnownTargets,
): readonly Problem[] {
  const located = new Located(readChain(workspaceRoot, file).tree, []);
  for (const [path, reference] of located.items(z.string(), ['program', 'dependsOn'])) {
    const [project = '', target = ''] = reference.split(/:(.*)/s);
    const targets = known[project]?.targets;
    if (targets && target in targets) continue;
    const near = targets ? nearest(target, Object.keys(targets)) : nearest(project, Object.keys(known));
    const found = targets
      ? `project ${quote(project)} has no target ${quote(target)}`
      : `there is no project ${quote(project)}`;
    const message = `Expected a target of this workspace as \`project:target\`, got ${quote(reference)}: ${found}.`;
    located.report(path, message, near === undefined ? undefined : `did you mean ${quote(near)}?`);
  }
  return located.problems;
}
