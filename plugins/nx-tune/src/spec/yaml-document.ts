import { Composer, LineCounter, Parser } from 'yaml';
import type { CST, Document, YAMLError } from 'yaml';
import type { Position } from './tree.js';
import type { Problem } from './types.js';

/** Deep enough for any pipeline; far from where recursive readers exhaust the stack. */
const DEEPEST = 64;

export interface YamlDocument {
  /** Absent when the text is too strange to be composed. */
  readonly document?: Document.Parsed;
  /** Syntax errors, but for duplicate keys, which whoever walks the document sees. */
  readonly problems: readonly Problem[];
  readonly position: (offset: number) => Position;
}

/** One YAML 1.2 document in the core schema. Never throws. */
export function readYaml(file: string, text: string): YamlDocument {
  const lines = new LineCounter();
  const tokens = [...new Parser(lines.addNewLine).parse(text)];
  const position = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { file, line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const deep = tokens.map(tooDeep).find((offset) => offset !== undefined);
  if (deep !== undefined) {
    const message = `Expected at most ${DEEPEST} levels of lists and maps, found more.`;
    return { problems: [{ ...position(deep), message }], position };
  }
  const options = { schema: 'core', resolveKnownTags: false, prettyErrors: false } as const;
  const [document, second] = new Composer(options).compose(tokens, true, text.length);
  const errors: YAMLError[] = [...document!.errors, ...document!.warnings];
  const problems = errors
    .filter((error) => error.code !== 'DUPLICATE_KEY')
    .map((error) => ({
      ...position(error.pos[0]),
      message: `Expected valid YAML, found: ${error.message.replace(/\.$/, '')}.`,
    }));
  if (second !== undefined) {
    problems.push({
      ...position(second.range[0]),
      message: 'Expected one YAML document, found another one.',
    });
  }
  return { document: document!, problems, position };
}

/**
 * Where a token's lists and maps go too deep, if they do. Composing recurses, and V8 may end the whole process when a
 * regular expression meets a nearly full stack, so this comes first and does not recurse.
 */
function tooDeep(token: CST.Token): number | undefined {
  const pending: { readonly token: CST.Token; readonly depth: number }[] = [{ token, depth: 0 }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (next.depth > DEEPEST) return next.token.offset;
    const depth = next.depth + 1;
    for (const child of childrenOf(next.token)) pending.push({ token: child, depth });
  }
  return undefined;
}

function childrenOf(token: CST.Token): CST.Token[] {
  if (token.type === 'document') return token.value === undefined ? [] : [token.value];
  if (!('items' in token)) return [];
  return token.items.flatMap((item) =>
    [item.key, item.value].filter((child) => child !== null && child !== undefined),
  );
}
