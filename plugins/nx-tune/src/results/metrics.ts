import { readText } from './json.js';

/** What a program's metrics.json turned out to be. */
export type MetricsFile =
  | { readonly kind: 'metrics'; readonly metrics: Readonly<Record<string, number>> }
  /** A result of the parameters, not an accident: NaN, an infinity, or the null that JavaScript writes for them. */
  | { readonly kind: 'not-finite'; readonly detail: string }
  | { readonly kind: 'invalid'; readonly detail: string };

// Python's json module writes these words, which JSON does not know.
const NOT_FINITE_WORD = /(?<=[:[,]\s*)-?(?:NaN|Infinity)(?=\s*[,}\]])/g;

/** Reads a flat object of finite numbers. Throws only where the file cannot be read at all. */
export async function readMetrics(file: string): Promise<MetricsFile> {
  const text = await readText(file);
  if (text === undefined) return { kind: 'invalid', detail: 'the program wrote no metrics.json' };
  const parsed = parse(text);
  if (parsed === undefined) return { kind: 'invalid', detail: `metrics.json is not JSON: ${excerpt(text)}` };
  if (parsed === null || typeof parsed !== 'object' || Array.isArray(parsed)) {
    return { kind: 'invalid', detail: `expected metrics.json to be a flat object of numbers, got ${shown(parsed)}` };
  }
  return check(Object.entries(parsed));
}

function check(entries: readonly [string, unknown][]): MetricsFile {
  const wrong = entries.find(([, value]) => value !== null && typeof value !== 'number');
  if (wrong) {
    const [name, value] = wrong;
    return { kind: 'invalid', detail: `expected \`${name}\` in metrics.json to be a finite number, got ${shown(value)}` };
  }
  const notFinite = entries.filter(([, value]) => value === null);
  if (notFinite.length > 0) {
    const names = notFinite.map(([name]) => `\`${name}\``).join(', ');
    return { kind: 'not-finite', detail: `${names} in metrics.json ${notFinite.length > 1 ? 'are' : 'is'} not finite` };
  }
  return { kind: 'metrics', metrics: Object.fromEntries(entries) as Record<string, number> };
}

function parse(text: string): unknown {
  try {
    return overflowAsNull(JSON.parse(text.replace(NOT_FINITE_WORD, 'null')));
  } catch {
    return undefined;
  }
}

/** `1e999` is JSON, but no finite number. */
const overflowAsNull = (value: unknown): unknown =>
  value !== null && typeof value === 'object' && !Array.isArray(value)
    ? Object.fromEntries(
        Object.entries(value).map(([name, item]) => [name, item === Infinity || item === -Infinity ? null : (item as unknown)]),
      )
    : value;

const shown = (value: unknown): string =>
  `\`${excerpt(JSON.stringify(value))}\` (${Array.isArray(value) ? 'array' : value === null ? 'null' : typeof value})`;

const excerpt = (text: string): string => (text.length > 80 ? `${text.slice(0, 80)}…` : text).replaceAll('\n', ' ');
