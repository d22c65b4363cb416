/** The few shapes of GitHub's Markdown that the report uses. */

export interface TableColumn {
  readonly title: string;
  /** Numbers stand to the right. */
  readonly right?: boolean;
}

/** Rows of cells that are Markdown already, except for `|` and line breaks, which would end the cell. */
export function table(columns: readonly TableColumn[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(cell).join(' | ')} |`;
  const rule = columns.map(({ right }) => (right ? '---:' : '---'));
  return [line(columns.map(({ title }) => title)), line(rule), ...rows.map(line)].join('\n');
}

const cell = (text: string): string =>
  text
    .replaceAll('|', '\\|')
    .replaceAll(/\s*\n\s*/g, ' ')
    .trim();

/** A code span; a fence of backticks longer than any inside. */
export function code(text: string): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map((run) => run[0].length));
  const fence = '`'.repeat(longest + 1);
  return longest === 0 ? `\`${text}\`` : `${fence} ${text} ${fence}`;
}

/** Text from outside, with nothing in it taken for markup. (`table` takes care of `|`.) */
export const plain = (text: string): string =>
  text.replaceAll(/[\\`*[\]<>#~]|\b_|_\b|(?<=_)_|_(?=_)/g, '\\$&');

/** Paragraphs, tables and headings with an empty line between; what is empty, undefined or false is left out. */
export const blocks = (...parts: readonly (string | undefined | false)[]): string =>
  parts.filter(Boolean).join('\n\n');

export const plural = (count: number, one: string, many = `${one}s`): string =>
  `${count} ${count === 1 ? one : many}`;
