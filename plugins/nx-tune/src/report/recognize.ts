/** Whether the text of a file is the result file that its name says. */

export type DocumentKind = 'spec' | 'observation' | 'record' | 'phase' | 'finish';

export type Recognized =
  { readonly ok: true; readonly body: string } | { readonly ok: false; readonly problem: string };

type Fields = Readonly<Record<string, unknown>>;

/** @param name the trial or phase that the file lies at */
export function recognize(kind: DocumentKind, name: string, text: string): Recognized {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { ok: false, problem: text === '' ? 'it is empty' : 'its text is not JSON' };
  }
  if (!isObject(value)) return { ok: false, problem: 'it holds no JSON object' };
  const problem = CHECKS[kind]?.(value, name);
  return problem === undefined ? { ok: true, body: wellFormed(text, value) } : { ok: false, problem };
}

const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Half a surrogate pair, left where a text was cut, is JSON to JavaScript and malformed to DuckDB. */
const wellFormed = (text: string, fields: Fields): string =>
  /\\ud[89a-f]/i.test(text)
    ? JSON.stringify(fields, (_, value: unknown) => (typeof value === 'string' ? throughUtf8(value) : value))
    : text;

/** UTF-8 has no half pairs: they become U+FFFD. */
const throughUtf8 = (text: string): string => Buffer.from(text, 'utf8').toString('utf8');

const TRIAL_STATUSES = ['complete', 'failed', 'pruned', 'skipped'];
const PHASE_STATUSES = ['complete', 'gate_failed', 'failed', 'converged'];

/** Selection and ranking rest on these fields. What else is missing or of another type counts as absent. */
const CHECKS: Partial<Record<DocumentKind, (fields: Fields, name: string) => string | undefined>> = {
  observation: (fields, name) =>
    expected(fields, 'trial', `\`${name}\``, (value) => value === name) ??
    expected(fields, 'phase', 'a name', (value) => typeof value === 'string') ??
    expected(fields, 'status', `one of ${TRIAL_STATUSES.join(', ')}`, oneOf(TRIAL_STATUSES)) ??
    expected(fields, 'index', 'an integer', Number.isInteger) ??
    expected(fields, 'values', 'an object', isObject),
  phase: (fields) => expected(fields, 'status', `one of ${PHASE_STATUSES.join(', ')}`, oneOf(PHASE_STATUSES)),
};

const oneOf = (words: readonly string[]) => (value: unknown) => words.includes(value as string);

function expected(
  fields: Fields,
  key: string,
  rule: string,
  holds: (value: unknown) => boolean,
): string | undefined {
  const value = fields[key];
  if (holds(value)) return undefined;
  return `expected \`${key}\` to be ${rule}, got ${value === undefined ? 'nothing' : `\`${JSON.stringify(value)}\``}`;
}
