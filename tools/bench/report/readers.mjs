// Ways to get many small JSON files into DuckDB, each in a process of its own: node tools/bench/report/readers.mjs [trials]
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { DuckDBInstance } from '@duckdb/node-api';
import { benchSpec, writeTree } from './tree.mjs';

const FILES = ['observation.json', 'trial.json'];
const AT_ONCE = 64;

const readers = {
  'readFileSync, JSON.parse, appender': async (folder, connection) => {
    await append(connection, (add) => {
      for (const file of filesOf(folder)) add(file, checked(readFileSync(file, 'utf8')));
    });
  },
  'readFile, 64 at once, JSON.parse, appender': async (folder, connection) => {
    await append(connection, async (add) => {
      const files = filesOf(folder);
      for (let at = 0; at < files.length; at += AT_ONCE) {
        const some = files.slice(at, at + AT_ONCE);
        const texts = await Promise.all(some.map((file) => readFile(file, 'utf8')));
        texts.forEach((text, index) => add(some[index], checked(text)));
      }
    });
  },
  'DuckDB read_text': async (folder, connection) => {
    const globs = FILES.map((file) => `'${folder}/*/${file}'`).join(', ');
    await connection.run(`create table documents as select filename, content from read_text([${globs}])`);
  },
  'DuckDB read_json, types given': async (folder, connection) => {
    const columns = `{trial: 'VARCHAR', phase: 'VARCHAR', objective: 'DOUBLE', metrics: 'MAP(VARCHAR, DOUBLE)', attempts: 'JSON'}`;
    for (const file of FILES) {
      const source = `read_json('${folder}/*/${file}', columns = ${columns}, filename = true)`;
      await connection.run(`create table "${file}" as select * from ${source}`);
    }
  },
};

const filesOf = (folder) =>
  readdirSync(folder).flatMap((trial) => FILES.map((file) => join(folder, trial, file)));

function checked(text) {
  JSON.parse(text);
  return text;
}

async function append(connection, fill) {
  await connection.run('create table documents (name varchar, body json)');
  const appender = await connection.createAppender('documents');
  await fill((name, body) => {
    appender.appendVarchar(name);
    appender.appendVarchar(body);
    appender.endRow();
  });
  appender.closeSync();
}

async function one(name, folder) {
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  const begin = performance.now();
  await readers[name](folder, connection);
  console.log(((performance.now() - begin) / 1000).toFixed(2).padStart(6), 's ', name);
}

const [trials = '10000', name, folder] = process.argv.slice(2);
if (name) {
  await one(name, folder);
} else {
  const root = mkdtempSync(join(tmpdir(), 'nx-tune-bench-'));
  try {
    const spec = benchSpec(Number(trials));
    writeTree(root, spec);
    const self = fileURLToPath(import.meta.url);
    for (const reader of Object.keys(readers)) {
      const args = [self, trials, reader, join(root, 'results', spec.name, 'trials')];
      spawnSync(process.execPath, args, { stdio: 'inherit' });
    }
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}
