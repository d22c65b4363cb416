import { isAlias, isMap, isScalar, isSeq } from 'yaml';
import type { Alias, Document, Node, YAMLMap } from 'yaml';
import type { Entry, MapTree, Position, Tree } from './tree.js';
import type { Problem } from './types.js';
import { quote, show } from './wording.js';
import { readYaml } from './yaml-document.js';

/** Far above any pipeline, far below what aliases that double each other grow to. */
const MOST_VALUES = 20_000;

export interface ParsedFile {
  /** What could be read; empty where nothing could. */
  readonly tree: MapTree;
  readonly problems: readonly Problem[];
  /** Whether the tree is all that the file says, so that it may be judged. */
  readonly whole: boolean;
}

/** Never throws. */
export function parseYaml(file: string, text: string): ParsedFile {
  const { document, problems, position } = readYaml(file, text);
  if (document === undefined) return { tree: emptyMap(file), problems, whole: false };
  const builder = new TreeBuilder(document, position);
  const tree = builder.build(emptyMap(file), problems.length === 0);
  const whole = problems.length === 0 && builder.whole;
  return { tree, problems: [...problems, ...builder.problems], whole };
}

export function emptyMap(file: string): MapTree {
  return { kind: 'map', at: { file, line: 1, column: 1 }, entries: new Map() };
}

class TreeBuilder {
  readonly problems: Problem[] = [];
  whole = true;
  readonly #document: Document.Parsed;
  readonly #position: (offset: number) => Position;
  /** The aliases being expanded, the outermost first. */
  readonly #open = new Map<Node, Position>();
  #values = 0;

  constructor(document: Document.Parsed, position: (offset: number) => Position) {
    this.#document = document;
    this.#position = position;
  }

  build(empty: MapTree, complain: boolean): MapTree {
    const { contents } = this.#document;
    const tree = this.#tree(contents);
    if (tree.kind === 'map') return tree;
    const blank = tree.kind === 'scalar' && tree.value === null;
    const found = tree.kind === 'list' ? 'got a list' : `got ${show(tree.value)}`;
    const message = `Expected a map with keys such as \`program\` and \`phases\`, ${blank ? 'found an empty file' : found}.`;
    if (complain && this.whole) this.#reject(blank ? empty.at : tree.at, message);
    return empty;
  }

  /** A problem after which the content can't be trusted; the first of them says enough. */
  #reject(at: Position, message: string): Tree {
    if (this.whole) this.problems.push({ ...at, message });
    this.whole = false;
    return { kind: 'scalar', at, value: null };
  }

  #tree(node: Node | null): Tree {
    const at = this.#at(node);
    if (++this.#values > MOST_VALUES) {
      const [alias = at] = this.#open.values();
      return this.#reject(alias, `Expected at most ${MOST_VALUES} values with aliases expanded, found more.`);
    }
    if (isAlias(node)) return this.#alias(node, at);
    if (isMap(node)) return { kind: 'map', at, entries: this.#entries(node) };
    if (isSeq(node))
      return { kind: 'list', at, items: node.items.map((item) => this.#tree(item as Node | null)) };
    return { kind: 'scalar', at, value: isScalar(node) ? node.value : null };
  }

  #at(node: Node | null): Position {
    return this.#position(node?.range?.[0] ?? 0);
  }

  #alias(alias: Alias, at: Position): Tree {
    const target = alias.resolve(this.#document);
    const name = `alias \`*${alias.source}\``;
    if (target === undefined) return this.#reject(at, `Expected an anchor before its ${name}, found none.`);
    if (this.#open.has(target)) return this.#reject(at, `Expected ${name} not to contain itself.`);
    this.#open.set(target, at);
    const tree = this.#tree(target);
    this.#open.delete(target);
    return { ...tree, at };
  }

  #entries(map: YAMLMap): Map<string, Entry> {
    const entries = new Map<string, Entry>();
    for (const pair of map.items) {
      const key = this.#at(pair.key as Node | null);
      const name = isScalar(pair.key) ? String(pair.key.value) : undefined;
      const first = name === undefined ? undefined : entries.get(name);
      if (name === undefined)
        this.#reject(key, 'Expected a key to be a name, got a list, a map or an alias.');
      else if (name === '__proto__') this.#reject(key, `Expected a key to be a name, got ${quote(name)}.`);
      else if (first === undefined)
        entries.set(name, { key, value: this.#value(pair.value as Node | null, key) });
      else this.#repeated(name, key, first.key);
    }
    return entries;
  }

  #value(node: Node | null, key: Position): Tree {
    return node === null ? { kind: 'scalar', at: key, value: null } : this.#tree(node);
  }

  #repeated(name: string, key: Position, first: Position): void {
    const message = `Expected ${quote(name)} once in its map, found it again.`;
    this.problems.push({ ...key, message, hint: `the first is on line ${first.line}` });
  }
}
