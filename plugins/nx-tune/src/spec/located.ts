import * as z from 'zod/mini';
import { at, plain, position } from './tree.js';
import type { MapTree, Path } from './tree.js';
import type { Problem } from './types.js';

/** A pipeline's merged content, and the problems found in it so far. */
export class Located {
  readonly tree: MapTree;
  readonly problems: Problem[];

  constructor(tree: MapTree, problems: Problem[]) {
    this.tree = tree;
    this.problems = problems;
  }

  /** Plain data; undefined when nothing is written at `path`. */
  value(path: Path): unknown {
    const node = at(this.tree, path);
    return node && plain(node);
  }

  /**
   * The value at `path` when it has that shape, else undefined and without a word: `reportShape` has reported it.
   * So each validator judges what is well-formed, and one slip hides no other.
   */
  get<T extends z.core.$ZodType>(shape: T, path: Path): z.core.output<T> | undefined {
    const result = z.safeParse(shape, this.value(path));
    return result.success ? result.data : undefined;
  }

  /**
   * The fields of the map at `path` that are well-formed each by itself; undefined when there is no map. A key that is
   * there but ill-formed is among `keys(path)`.
   */
  fields<T extends z.ZodMiniObject>(shape: T, path: Path): Partial<z.core.output<T>> | undefined {
    if (at(this.tree, path)?.kind !== 'map') return undefined;
    const found: Record<string, unknown> = {};
    for (const key of this.keys(path)) {
      const value = Object.hasOwn(shape.shape, key) ? this.get(shape.shape[key]!, [...path, key]) : undefined;
      if (value !== undefined) found[key] = value;
    }
    return found as Partial<z.core.output<T>>;
  }

  /** The well-formed entries of the list at `path`, each with its own path; none when there is no list. */
  items<T extends z.core.$ZodType>(shape: T, path: Path): (readonly [Path, z.core.output<T>])[] {
    const node = at(this.tree, path);
    const count = node?.kind === 'list' ? node.items.length : 0;
    return Array.from({ length: count }, (_, index) => [...path, index]).flatMap((own) => {
      const value = this.get(shape, own);
      return value === undefined ? [] : [[own, value] as const];
    });
  }

  /** The keys of the map at `path`, in order; none when there is no map. */
  keys(path: Path): string[] {
    const node = at(this.tree, path);
    return node?.kind === 'map' ? [...node.entries.keys()] : [];
  }

  /** A problem with the value at `path`. */
  report(path: Path, message: string, hint?: string): void {
    this.#add(path, 'value', message, hint);
  }

  /** A problem with the key at `path`, or with its absence. */
  reportKey(path: Path, message: string, hint?: string): void {
    this.#add(path, 'key', message, hint);
  }

  #add(path: Path, part: 'key' | 'value', message: string, hint: string | undefined): void {
    this.problems.push({ ...position(this.tree, path, part), message, ...(hint !== undefined && { hint }) });
  }
}
