/** The one place that imports DuckDB. */
import { readFileSync, readdirSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { DuckDBInstance } from '@duckdb/node-api';
import type { DuckDBConnection, DuckDBType } from '@duckdb/node-api';
import type { Document } from './documents.js';
import { QueryError } from './errors.js';
import { rowObjects, type Column, type Rows } from './rows.js';

/** Beside `src` and `dist`, so that both find it. */
const SQL_FOLDER = new URL('../../sql/', import.meta.url);

/** An in-memory database with the views of `sql/` over a run's documents. */
export class Database {
  readonly #instance: DuckDBInstance;
  readonly #connection: DuckDBConnection;

  private constructor(instance: DuckDBInstance, connection: DuckDBConnection) {
    this.#instance = instance;
    this.#connection = connection;
  }

  static async open(documents: readonly Document[]): Promise<Database> {
    // One thread: sums keep their order, and for 10,000 trials more threads only cost their start. Extensions that
    // are not there would be fetched from the network.
    const instance = await DuckDBInstance.create(':memory:', {
      threads: '1',
      autoinstall_known_extensions: 'false',
    });
    const connection = await instance.connect();
    const database = new Database(instance, connection);
    await connection.run('create table documents (kind varchar, name varchar, body json)');
    const appender = await connection.createAppender('documents');
    for (const { kind, name, body } of documents) {
      appender.appendVarchar(kind);
      appender.appendVarchar(name);
      appender.appendVarchar(body);
      appender.endRow();
    }
    appender.closeSync();
    for (const sql of viewDefinitions()) await connection.run(sql);
    return database;
  }

  /** Rows as plain objects. The caller knows the columns of its own statement. */
  async all<Row>(sql: string): Promise<Row[]> {
    const reader = await this.#connection.runAndReadAll(sql);
    return reader.getRowObjectsJS() as Row[];
  }

  /** @throws QueryError */
  async query(sql: string): Promise<Rows> {
    try {
      const reader = await this.#connection.runAndReadAll(sql);
      const types = reader.columnTypes();
      const columns = reader
        .deduplicatedColumnNames()
        .map((name, at) => ({ name, type: typeName(types[at]!) }));
      return {
        columns,
        rows: reader.getRowsJson().map((row) => row.map((cell, at) => asNumber(cell, columns[at]!))),
      };
    } catch (cause) {
      throw new QueryError(sql, await this.#views(), { cause });
    }
  }

  async #views(): Promise<string[]> {
    const rows = await this.all<{ table_name: string }>(
      'select table_name from information_schema.tables order by 1',
    );
    return rows.map(({ table_name }) => table_name);
  }

  close(): void {
    this.#connection.closeSync();
    this.#instance.closeSync();
  }
}

const viewDefinitions = (): string[] =>
  readdirSync(SQL_FOLDER)
    .filter((file) => file.endsWith('.sql'))
    .sort()
    .map((file) => readFileSync(new URL(file, SQL_FOLDER), 'utf8'));

const typeName = (type: DuckDBType): string => type.alias ?? String(type);

/** Wide integers and decimals come as text; as numbers where a number holds them. */
function asNumber(cell: unknown, { type }: Column): unknown {
  if (typeof cell !== 'string' || !/^(U?BIGINT|U?HUGEINT|DECIMAL)/.test(type)) return cell;
  const value = Number(cell);
  return Math.abs(value) <= Number.MAX_SAFE_INTEGER ? value : cell;
}

/** Writes under a temporary name and renames. Nested types are stored as JSON. */
export async function writeParquet(rows: Rows, file: string): Promise<void> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const written = `${file}.${process.pid}.tmp`;
  try {
    const shape = JSON.stringify([
      Object.fromEntries(rows.columns.map(({ name, type }) => [name, flatType(type)])),
    ]);
    const sql = `create table result as select unnest(from_json($1::json, ${literal(shape)}), recursive := true)`;
    await connection.run(sql, [JSON.stringify(rowObjects(rows))]);
    await connection.run(`copy result to ${literal(written)} (format parquet)`);
    await rename(written, file);
  } finally {
    connection.closeSync();
    instance.closeSync();
    await rm(written, { force: true });
  }
}

const flatType = (type: string): string =>
  /[[(]/.test(type) && !type.startsWith('DECIMAL') ? 'JSON' : type.replace(/^SQLNULL$/, 'VARCHAR');

const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;
