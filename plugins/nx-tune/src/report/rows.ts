import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { writeAtomic } from '../results/json.js';
import { OutputError } from './errors.js';

export interface Column {
  readonly name: string;
  /** DuckDB's name of the type: `DOUBLE`, `VARCHAR`, `JSON`, … */
  readonly type: string;
}

/** The answer to a query. Cells are JSON values; those of `JSON` columns are JSON text. */
export interface Rows {
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly unknown[])[];
}

export const FORMATS = ['table', 'csv', 'json', 'parquet'] as const;
export type Format = (typeof FORMATS)[number];

/**
 * The rows as text, or, where `out` names a file, one sentence that says what was written there.
 *
 * @throws OutputError where `parquet` has no file to go to
 */
export async function exportRows(rows: Rows, format: Format, out?: string): Promise<string> {
  if (out === undefined) {
    if (format === 'parquet') throw new OutputError(format);
    return TEXTS[format](rows);
  }
  await mkdir(dirname(out), { recursive: true });
  if (format === 'parquet') {
    const { writeParquet } = await import('./database.js');
    await writeParquet(rows, out);
  } else {
    await writeAtomic(out, `${TEXTS[format](rows)}\n`);
  }
  return `Wrote ${rows.rows.length} ${rows.rows.length === 1 ? 'row' : 'rows'} to ${out}`;
}

const TEXTS: Readonly<Record<Exclude<Format, 'parquet'>, (rows: Rows) => string>> = {
  table: formatTable,
  csv: ({ columns, rows }) => [columns.map(({ name }) => name), ...rows].map(csvLine).join('\n'),
  json: (rows) => JSON.stringify(rowObjects(rows), null, 2),
};

/** RFC 4180, with `\n` between the lines; null is an empty field. */
const csvLine = (cells: readonly unknown[]): string =>
  cells
    .map(asText)
    .map((text) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text))
    .join(',');

/** One object a row; cells of JSON columns become the values that they hold. */
export const rowObjects = ({ columns, rows }: Rows): Record<string, unknown>[] =>
  rows.map((row) =>
    Object.fromEntries(
      columns.map(({ name, type }, at) => {
        const cell = row[at];
        return [name, type === 'JSON' && typeof cell === 'string' ? (JSON.parse(cell) as unknown) : cell];
      }),
    ),
  );

/** For a terminal: columns as wide as their widest cell, numbers to the right. */
function formatTable({ columns, rows }: Rows): string {
  const lines = [
    columns.map(({ name }) => name),
    ...rows.map((row) => row.map((cell) => asText(cell).replaceAll('\n', ' '))),
  ];
  const widths = columns.map((_, at) => Math.max(...lines.map((line) => line[at]!.length)));
  const numeric = columns.map((_, at) => rows.some((row) => typeof row[at] === 'number'));
  const padded = lines.map((line) =>
    line
      .map((cell, at) => (numeric[at] ? cell.padStart(widths[at]!) : cell.padEnd(widths[at]!)))
      .join('  ')
      .trimEnd(),
  );
  return [padded[0]!, widths.map((width) => '─'.repeat(width)).join('  '), ...padded.slice(1)].join('\n');
}

function asText(cell: unknown): string {
  if (cell === null || cell === undefined) return '';
  return typeof cell === 'string' ? cell : JSON.stringify(cell);
}
