import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';
import type { Alias, Document, Node, YAMLError, YAMLMap } from 'yaml';
import type { Entry, MapTree, Position, Tree } from './tree.js';
import type { Problem } from './types.js';
import { quote, show } from './wording.js';

/** Far above any pipeline, far below what a chain of aliases that double each other grows to. */
const MOST_VALUES = 20_000;
const DEEPEST = 64;

export interface ParsedFile {
  /** What could be read; empty where nothing could. */
  readonly tree: MapTree;
  readonly problems: readonly Problem[];
  /** Whether the tree is all that the file says, so that it may be judged. */
  readonly whole: boolean;
}

/** YAML 1.2, core schema, one document whose top is a map. Never throws. */
export function parseYaml(file: string, text: string): ParsedFile {
  const lines = new LineCounter();
  try {
    const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, logLevel: 'silent' });
    return new TreeBuilder(file, lines, document).build();
  } catch (error) {
    // The parser recurses, so absurdly nested input exhausts the stack.
    const message = `Expected valid YAML, found: ${error instanceof Error ? error.message : String(error)}.`;
    return { tree: emptyMap(file), problems: [{ file, line: 1, column: 1, message }], whole: false };
  }
}

export function emptyMap(file: string): MapTree {
  return { kind: 'map', at: { file, line: 1, column: 1 }, entries: new Map() };
}

class TreeBuilder {
  readonly #file: string;
  readonly #lines: LineCounter;
  readonly #document: Document.Parsed;
  readonly #problems: Problem[] = [];
  readonly #open = new Set<Node>();
  #values = 0;
  #whole = true;

  constructor(file: string, lines: LineCounter, document: Document.Parsed) {
    this.#file = file;
    this.#lines = lines;
    this.#document = document;
  }

  build(): ParsedFile {
    for (const error of this.#document.errors) if (error.code !== 'DUPLICATE_KEY') this.#syntax(error);
    for (const warning of this.#document.warnings) this.#syntax(warning);
    const top = this.#top(this.#document.contents);
    return { tree: top, problems: this.#problems, whole: this.#whole };
  }

  #top(contents: Node | null): MapTree {
    const empty = emptyMap(this.#file);
    if (contents === null || (isScalar(contents) && contents.value === null)) {
      if (this.#whole)
        this.#reject(
          empty.at,
          'Expected a map with keys such as `program` and `phases`, found an empty file.',
        );
      return empty;
    }
    const tree = this.#tree(contents, 0);
    if (tree.kind === 'map') return tree;
    const found = tree.kind === 'list' ? 'a list' : show(tree.value);
    if (this.#whole)
      this.#reject(tree.at, `Expected a map with keys such as \`program\` and \`phases\`, got ${found}.`);
    return empty;
  }

  #syntax(error: YAMLError): void {
    const message = `Expected valid YAML, found: ${error.message.replace(/\.$/, '')}.`;
    this.#reject(this.#position(error.pos[0]), message);
  }

  /** A problem after which the content can't be trusted. */
  #reject(at: Position, message: string, hint?: string): void {
    this.#whole = false;
    this.#problems.push({ ...at, message, ...(hint !== undefined && { hint }) });
  }

  #position(offset: number): Position {
    const { line, col } = this.#lines.linePos(offset);
    return { file: this.#file, line: Math.max(line, 1), column: Math.max(col, 1) };
  }

  #tree(node: unknown, depth: number): Tree {
    const range = (node as Node | null)?.range;
    const at = this.#position(range?.[0] ?? 0);
    const nothing: Tree = { kind: 'scalar', at, value: null };
    if (++this.#values > MOST_VALUES || depth > DEEPEST) return this.#tooMuch(nothing);
    if (isAlias(node)) return this.#alias(node, depth);
    if (isMap(node)) return { kind: 'map', at, entries: this.#entries(node, depth) };
    if (isSeq(node))
      return { kind: 'list', at, items: node.items.map((item) => this.#tree(item, depth + 1)) };
    return isScalar(node) ? { kind: 'scalar', at, value: node.value } : nothing;
  }

  #tooMuch(nothing: Tree): Tree {
    if (this.#whole) {
      const limit = `at most ${MOST_VALUES} values, aliases expanded, and at most ${DEEPEST} levels`;
      this.#reject(nothing.at, `Expected ${limit}, found more.`);
    }
    return nothing;
  }

  #alias(alias: Alias, depth: number): Tree {
    const at = this.#position(alias.range?.[0] ?? 0);
    const target = alias.resolve(this.#document);
    if (target === undefined || this.#open.has(target) || !this.#whole) {
      // An alias without an anchor is a syntax error that has been reported.
      if (this.#whole)
        this.#reject(at, `Expected alias \`*${alias.source}\` to end, found it inside itself.`);
      return { kind: 'scalar', at, value: null };
    }
    this.#open.add(target);
    const tree = this.#tree(target, depth + 1);
    this.#open.delete(target);
    return { ...tree, at };
  }

  #entries(map: YAMLMap, depth: number): Map<string, Entry> {
    const entries = new Map<string, Entry>();
    for (const pair of map.items) {
      const key = this.#position((pair.key as Node | null)?.range?.[0] ?? map.range?.[0] ?? 0);
      const name = isScalar(pair.key) ? String(pair.key.value) : undefined;
      if (name === undefined || name === '__proto__') {
        this.#reject(
          key,
          `Expected a key to be a name, got ${name === undefined ? 'a list or a map' : quote(name)}.`,
        );
        continue;
      }
      const first = entries.get(name);
      if (first === undefined) {
        const nothing: Tree = { kind: 'scalar', at: key, value: null };
        entries.set(name, { key, value: pair.value === null ? nothing : this.#tree(pair.value, depth + 1) });
      } else {
        const again = `Expected ${quote(name)} once in its map, found it again.`;
        this.#problems.push({ ...key, message: again, hint: `the first is on line ${first.key.line}` });
      }
    }
    return entries;
  }
}
