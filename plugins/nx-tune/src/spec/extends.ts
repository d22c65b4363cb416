import { readFileSync, realpathSync } from 'node:fs';
import { join, posix, relative, sep } from 'node:path';
import { fromRoot } from './paths.js';
import { at, merge, without } from './tree.js';
import type { MapTree, Position, Tree } from './tree.js';
import type { Problem } from './types.js';
import { quote, show } from './wording.js';
import { emptyMap, parseYaml } from './yaml-tree.js';

const BYTE_ORDER_MARK = /^\uFEFF/;

export interface Chain {
  /** The file itself, then what it extends. */
  readonly files: readonly string[];
  /** Merged, without `extends`; `name` is the file's own. */
  readonly tree: MapTree;
  readonly problems: readonly Problem[];
  /** Whether all files could be read, so that the tree may be judged. */
  readonly whole: boolean;
}

/** Reads a pipeline file and the files that it extends. Never throws. */
export function readChain(workspaceRoot: string, file: string): Chain {
  return follow(workspaceRoot, { file, from: emptyMap(file).at, before: [] });
}

interface Link {
  readonly file: string;
  /** Where it is named. */
  readonly from: Position;
  /** The files that led to it. */
  readonly before: readonly string[];
}

function follow(workspaceRoot: string, { file, from, before }: Link): Chain {
  const text = readInside(workspaceRoot, file);
  const files = [...before, file];
  if (!text.ok) {
    return { files, tree: emptyMap(file), problems: [{ ...from, message: text.message }], whole: false };
  }
  const { tree, problems, whole } = parseYaml(file, text.content);
  const own: Chain = { files, tree: without(tree, 'extends'), problems, whole };
  const written = at(tree, ['extends']);
  if (written === undefined || !whole) return own;
  const base = resolveBase(written, files);
  if (!base.ok)
    return { ...own, problems: [...problems, { ...written.at, message: base.message }], whole: false };
  const below = follow(workspaceRoot, { file: base.file, from: written.at, before: files });
  const merged = merge(without(below.tree, 'name'), own.tree);
  return { ...below, tree: merged, problems: [...problems, ...below.problems] };
}

type Base = { readonly ok: true; readonly file: string } | Refusal;

/** `files` ends with the one in which `written` is. */
function resolveBase(written: Tree, files: readonly string[]): Base {
  const path = written.kind === 'scalar' ? written.value : undefined;
  if (typeof path !== 'string' || path === '') {
    const found = written.kind === 'scalar' ? show(written.value) : `a ${written.kind}`;
    return { ok: false, message: `Expected \`extends\` to be a path, got ${found}.` };
  }
  const file = fromRoot(posix.dirname(files.at(-1)!), path);
  if (file === undefined) {
    return { ok: false, message: `Expected \`extends\` to stay inside the workspace, got ${show(path)}.` };
  }
  if (!files.includes(file)) return { ok: true, file };
  const cycle = [...files.slice(files.indexOf(file)), file].map(quote).join(' -> ');
  return { ok: false, message: `Expected \`extends\` not to form a cycle, found ${cycle}.` };
}

type Text = { readonly ok: true; readonly content: string } | Refusal;

interface Refusal {
  readonly ok: false;
  readonly message: string;
}

/** Follows symbolic links, and refuses those that lead out of the workspace. */
function readInside(workspaceRoot: string, file: string): Text {
  try {
    const real = realpathSync(join(workspaceRoot, file));
    const inside = relative(realpathSync(workspaceRoot), real);
    if (inside === '..' || inside.startsWith(`..${sep}`)) {
      const message = `Expected ${quote(file)} to stay inside the workspace, found a link that leaves it.`;
      return { ok: false, message };
    }
    return { ok: true, content: readFileSync(real, 'utf8').replace(BYTE_ORDER_MARK, '') };
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? String(error);
    return { ok: false, message: `Expected ${quote(file)} to be a file that can be read, got ${code}.` };
  }
}
