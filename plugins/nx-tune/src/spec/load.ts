import { posix } from 'node:path';
import { readChain } from './extends.js';
import { Located } from './located.js';
import { isName } from './name.js';
import type { Loaded, Problem } from './types.js';
import { validate } from './validate.js';
import { show } from './wording.js';

/**
 * Reads, merges and validates a pipeline file; `file` is relative to `workspaceRoot`, with `/`. Never throws for a bad
 * file: all problems come at once, in the order in which they are written, with as much of the pipeline as can be read.
 */
export function loadSpec(workspaceRoot: string, file: string): Loaded {
  const chain = readChain(workspaceRoot, file);
  const located = new Located(chain.tree, [...chain.problems]);
  const identity = { name: readName(located, file), root: posix.dirname(file), files: chain.files };
  const spec = chain.whole ? validate(located, identity) : undefined;
  if (spec !== undefined && located.problems.length === 0) return { ok: true, spec };
  const outline = { ...identity, phases: located.keys(['phases']).filter(isName) };
  return { ok: false, outline, problems: inOrder(located.problems, chain.files) };
}

/** The given name, else the folder's. */
function readName(file: Located, path: string): string {
  const given = file.value(['name']);
  if (typeof given === 'string' && isName(given)) return given;
  const folder = posix.basename(posix.dirname(path));
  if (given === undefined && !isName(folder)) {
    const message = `Expected the folder's name, which names the pipeline, to be a name (letters, digits, \`_\` and \`-\`, starting with a letter), got ${show(folder)}.`;
    file.reportKey(['name'], message, 'give the pipeline a `name`');
  }
  return folder;
}

function inOrder(problems: readonly Problem[], files: readonly string[]): readonly Problem[] {
  const order = (problem: Problem): number => files.indexOf(problem.file);
  return problems.toSorted((a, b) => order(a) - order(b) || a.line - b.line || a.column - b.column);
}
