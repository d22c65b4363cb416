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
  const trees: MapTree[] = [];
  const files: string[] = [];
  const problems: Problem[] = [];
  const reject = (where: Position, message: string): false => {
    problems.push({ ...where, message });
    return false;
  };
  let whole = true;
  let next: { readonly file: string; readonly from: Position } | undefined = {
    file,
    from: emptyMap(file).at,
  };
  while (next !== undefined && whole) {
    const text = readInside(workspaceRoot, next.file);
    if (!text.ok) {
      whole = reject(next.from, text.message);
      break;
    }
    const parsed = parseYaml(next.file, text.content);
    files.push(next.file);
    problems.push(...parsed.problems);
    whole = parsed.whole;
    trees.push(without(parsed.tree, files.length === 1 ? ['extends'] : ['extends', 'name']));
    const base = at(parsed.tree, ['extends']);
    const found: Base = base && whole ? resolveBase(base, next.file, files) : {};
    if (found.message !== undefined) whole = reject(base!.at, found.message);
    next = found.file === undefined ? undefined : { file: found.file, from: base!.at };
  }
  const tree = trees.reduceRight((below, over) => merge(below, over), emptyMap(file));
  return { files: files.length === 0 ? [file] : files, tree, problems, whole };
}

interface Base {
  readonly file?: string;
  readonly message?: string;
}

function resolveBase(base: Tree, file: string, files: readonly string[]): Base {
  const written = base.kind === 'scalar' ? base.value : undefined;
  if (typeof written !== 'string' || written === '') {
    const found = base.kind === 'scalar' ? show(base.value) : `a ${base.kind}`;
    return { message: `Expected \`extends\` to be a path, got ${found}.` };
  }
  const found = fromRoot(posix.dirname(file), written);
  if (found === undefined) return { message: leaves(written) };
  if (!files.includes(found)) return { file: found };
  const cycle = [...files.slice(files.indexOf(found)), found].map(quote).join(' -> ');
  return { message: `Expected \`extends\` not to form a cycle, found ${cycle}.` };
}

type Text =
  { readonly ok: true; readonly content: string } | { readonly ok: false; readonly message: string };

/** Follows symbolic links, and refuses those that lead out of the workspace. */
function readInside(workspaceRoot: string, file: string): Text {
  try {
    const real = realpathSync(join(workspaceRoot, file));
    const inside = relative(realpathSync(workspaceRoot), real);
    if (inside === '..' || inside.startsWith(`..${sep}`)) return { ok: false, message: leaves(file) };
    return { ok: true, content: readFileSync(real, 'utf8').replace(BYTE_ORDER_MARK, '') };
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? String(error);
    return { ok: false, message: `Expected ${quote(file)} to be a file that can be read, got ${code}.` };
  }
}

function leaves(path: string): string {
  return `Expected \`extends\` to stay inside the workspace, got ${show(path)}.`;
}
