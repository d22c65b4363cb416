/** The one place that imports DuckDB. */
import { readFileSync, readdirSync } from 'node:fs';
import { DuckDBInstance } from '@duckdb/node-api';
import type { DuckDBConnection } from '@duckdb/node-api';
import type { Document } from './documents.js';

/** Beside `src` and `dist`, so that both find it. */
const SQL_FOLDER = new URL('../../sql/', import.meta.url);

export type Cell = string | number | boolean | bigint | null;

export interface Column {
  readonly name: string;
  /** DuckDB's name of the type: `DOUBLE`, `VARCHAR`, … */
  readonly type: string;
}

export interface Rows {
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly unknown[])[];
}

/** An in-memory database with the views of `sql/` over a run's documents. */
export class Database {
  readonly #instance: DuckDBInstance;
  readonly #connection: DuckDBConnection;

  private constructor(instance: DuckDBInstance, connection: DuckDBConnection) {
    this.#instance = instance;
    this.#connection = connection;
  }

  static async open(documents: readonly Document[]): Promise<Database> {
    // Extensions would be fetched from the network.
    const instance = await DuckDBInstance.create(':memory:', { autoinstall_known_extensions: 'false' });
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

  async query(sql: string): Promise<Rows> {
    const reader = await this.#connection.runAndReadAll(sql);
    const types = reader.columnTypes();
    const columns = reader.deduplicatedColumnNames().map((name, at) => ({ name, type: String(types[at]) }));
    return { columns, rows: reader.getRowsJson() };
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
