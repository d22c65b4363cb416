/** Plain data that remembers where each key and value was written, across the files of an `extends` chain. */

/** `line` and `column` count from 1. */
export interface Position {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

export interface Entry {
  readonly key: Position;
  readonly value: Tree;
}

export interface MapTree {
  readonly kind: 'map';
  readonly at: Position;
  readonly entries: ReadonlyMap<string, Entry>;
}

export type Tree =
  | MapTree
  | { readonly kind: 'list'; readonly at: Position; readonly items: readonly Tree[] }
  | { readonly kind: 'scalar'; readonly at: Position; readonly value: unknown };

export type Path = readonly (string | number)[];

/** Maps by key, in the order of `base`; lists and scalars are replaced. */
export function merge(base: MapTree, over: MapTree): MapTree {
  const entries = new Map(base.entries);
  for (const [name, entry] of over.entries) {
    const below = base.entries.get(name)?.value;
    const value =
      below?.kind === 'map' && entry.value.kind === 'map' ? merge(below, entry.value) : entry.value;
    entries.set(name, { key: entry.key, value });
  }
  return { kind: 'map', at: over.at, entries };
}

export function without(tree: MapTree, name: string): MapTree {
  const entries = new Map(tree.entries);
  entries.delete(name);
  return { ...tree, entries };
}

export function plain(tree: Tree): unknown {
  switch (tree.kind) {
    case 'scalar':
      return tree.value;
    case 'list':
      return tree.items.map(plain);
    case 'map':
      return Object.fromEntries([...tree.entries].map(([name, entry]) => [name, plain(entry.value)]));
  }
}

/** Undefined when nothing is written there. */
export function at(tree: Tree, path: Path): Tree | undefined {
  let node: Tree | undefined = tree;
  for (const step of path) node = node && child(node, step)?.value;
  return node;
}

/** Where the value at `path`, or its key, is written; when it is absent, the key of the nearest one around it. */
export function position(tree: Tree, path: Path, part: 'key' | 'value'): Position {
  let entry: Entry = { key: tree.at, value: tree };
  for (const step of path) {
    const next = child(entry.value, step);
    if (next === undefined) return entry.key;
    entry = next;
  }
  return part === 'key' ? entry.key : entry.value.at;
}

function child(tree: Tree, step: string | number): Entry | undefined {
  if (tree.kind === 'map') return tree.entries.get(String(step));
  const item = tree.kind === 'list' && typeof step === 'number' ? tree.items[step] : undefined;
  return item && { key: item.at, value: item };
}
