/** What the plugin's folders, dependencies and executors look like, held by tests since habit alone keeps nobody clean. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const SRC = fileURLToPath(new URL('.', import.meta.url));
const PACKAGE = join(SRC, '..');

/** Which folders a folder may import from. No other edge, none that nobody uses, no cycle. */
const IMPORTS: Readonly<Record<string, readonly string[]>> = {
  spec: [],
  device: [],
  sample: ['spec'],
  results: ['spec'],
  trial: ['spec', 'sample', 'results'],
  select: ['spec', 'results'],
  report: ['spec', 'results'],
  graph: ['spec', 'results', 'trial'],
  launch: ['spec', 'device', 'sample', 'results', 'trial', 'select'],
  executors: ['spec', 'sample', 'results', 'select', 'report', 'launch'],
  '.': ['spec', 'graph'],
};

interface Source {
  /** From src, with forward slashes. */
  readonly file: string;
  readonly text: string;
  readonly imports: readonly string[];
}

const SOURCES: readonly Source[] = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .map((file) => file.split(sep).join('/'))
  .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
  .sort()
  .map((file) => {
    const text = readFileSync(join(SRC, file), 'utf8');
    return { file, text, imports: ts.preProcessFile(text).importedFiles.map(({ fileName }) => fileName) };
  });

const folderOf = (file: string): string => (file.includes('/') ? file.split('/')[0]! : '.');
const isRelative = (name: string): boolean => name.startsWith('.');
const importersOf = (name: string): string[] =>
  SOURCES.filter(({ imports }) => imports.includes(name)).map(({ file }) => file);

/** `from -> to` with the files that make the edge. */
function edges(): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const { file, imports } of SOURCES) {
    for (const name of imports.filter(isRelative)) {
      const target = relative(SRC, join(SRC, dirname(file), name))
        .split(sep)
        .join('/');
      const edge = `${folderOf(file)} -> ${folderOf(target)}`;
      if (folderOf(target) !== folderOf(file)) found.set(edge, [...(found.get(edge) ?? []), file]);
    }
  }
  return found;
}

describe('imports between folders', () => {
  it('are those of the table and no others', () => {
    const allowed = new Set(
      Object.entries(IMPORTS).flatMap(([from, targets]) => targets.map((to) => `${from} -> ${to}`)),
    );
    const present = edges();
    expect([...present].filter(([edge]) => !allowed.has(edge))).toEqual([]);
    expect([...allowed].filter((edge) => !present.has(edge))).toEqual([]);
  });

  it('go one way', () => {
    const below = (folder: string, path: readonly string[]): void => {
      expect(path, 'a cycle').not.toContain(folder);
      for (const to of IMPORTS[folder]!) below(to, [...path, folder]);
    };
    for (const folder of Object.keys(IMPORTS)) below(folder, []);
  });

  it('know every folder, and none is a place for whatever has no place', () => {
    const folders = SOURCES.flatMap(({ file }) => file.split('/').slice(0, -1));
    expect(new Set(SOURCES.map(({ file }) => folderOf(file)))).toEqual(new Set(Object.keys(IMPORTS)));
    expect(folders.filter((name) => ['utils', 'helpers', 'common', 'misc'].includes(name))).toEqual([]);
  });
});

describe('packages', () => {
  const manifest = JSON.parse(readFileSync(join(PACKAGE, 'package.json'), 'utf8')) as {
    dependencies: Record<string, string>;
  };

  it('are imported where they are dependencies, and are dependencies where they are imported', () => {
    const builtin = new Set(builtinModules.map((name) => `node:${name}`));
    const imported = SOURCES.flatMap(({ imports }) => imports)
      .filter((name) => !isRelative(name) && !builtin.has(name))
      .map((name) => /^(@[^/]+\/)?[^/]+/.exec(name)![0]);
    expect([...new Set(imported)].sort()).toEqual(Object.keys(manifest.dependencies).sort());
  });

  it('have one importer where they reach out of the process', () => {
    expect(importersOf('execa')).toEqual(['launch/process/spawn.ts']);
    expect(importersOf('@duckdb/node-api')).toEqual(['report/database.ts']);
  });

  it('of Nx are entered by their front door alone', () => {
    const ofNx = SOURCES.flatMap(({ imports }) => imports).filter((name) =>
      /^(nx|@nx\/[^/]+)(\/|$)/.test(name),
    );
    expect(new Set(ofNx)).toEqual(new Set(['@nx/devkit']));
  });
});

/** Identifiers and literals of a source: all of it but comments, keywords and punctuation. */
function words({ file }: Source): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) || ts.isPrivateIdentifier(node) || ts.isLiteralExpression(node))
      found.push(node.text);
    if (ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node)) found.push(node.text);
    ts.forEachChild(node, visit);
  };
  visit(parse(file));
  return found;
}

const WORDS: ReadonlyMap<string, readonly string[]> = new Map(
  SOURCES.map((source) => [source.file, words(source)]),
);

describe('the plugin', () => {
  it('does not know BOLT', () => {
    const other = [
      'executors.json',
      ...['schemas', 'sql'].flatMap((folder) => filesOf(join(PACKAGE, folder))),
    ];
    const known = [
      ...[...WORDS].map(([file, texts]) => ({ file, text: texts.join(' ') })),
      ...other.map((file) => ({ file, text: readFileSync(join(PACKAGE, file), 'utf8') })),
    ];
    expect(known.filter(({ text }) => /bolt|\bvae/i.test(text)).map(({ file }) => file)).toEqual([]);
  });

  it('gives nothing to a shell', () => {
    const shells = [...WORDS].filter(([, texts]) => texts.includes('shell')).map(([file]) => file);
    expect(shells).toEqual([]);
    // Its other functions take a line for a shell.
    for (const file of importersOf('node:child_process')) {
      const { text } = SOURCES.find((source) => source.file === file)!;
      expect(/import \{(.*)\} from 'node:child_process'/.exec(text)?.[1]?.trim(), file).toBe('spawn');
    }
  });

  it('leaves the sizes of files and functions to lint, and lint switched on', () => {
    const exempt = SOURCES.filter(({ text }) => /eslint-disable.*\bmax-/.test(text)).map(({ file }) => file);
    expect(exempt).toEqual([]);
  });
});

const filesOf = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(PACKAGE, join(entry.parentPath, entry.name)));

interface Executor {
  readonly implementation: string;
  readonly batchImplementation?: string;
  readonly schema: string;
}

interface Schema {
  readonly additionalProperties?: boolean;
  readonly properties: Readonly<
    Record<string, { readonly default?: unknown; readonly description?: string }>
  >;
  readonly required?: readonly string[];
}

const EXECUTORS = Object.entries(
  (
    JSON.parse(readFileSync(join(PACKAGE, 'executors.json'), 'utf8')) as {
      executors: Record<string, Executor>;
    }
  ).executors,
);
const schemaOf = ({ schema }: Executor): Schema =>
  JSON.parse(readFileSync(join(PACKAGE, schema), 'utf8')) as Schema;

/** The options that an executor's own code names, by whether they may be absent. */
function optionsOf(implementation: string): Record<string, { optional: boolean }> {
  const file = implementation.replace(/^\.\/dist\/bundle\/(.+)\.(.+)\.js$/, 'executors/$1/$2.ts');
  const main = parse(file)
    .statements.filter(ts.isFunctionDeclaration)
    .find(({ modifiers }) => modifiers?.some(({ kind }) => kind === ts.SyntaxKind.DefaultKeyword));
  return membersOf(main!.parameters[0]!.type!, file);
}

function membersOf(type: ts.TypeNode, file: string): Record<string, { optional: boolean }> {
  if (ts.isTypeLiteralNode(type)) return namesOf(type.members);
  const name = (type as ts.TypeReferenceNode).typeName.getText();
  const { statements } = parse(file);
  const own = statements.filter(ts.isInterfaceDeclaration).find((each) => each.name.text === name);
  if (own) return namesOf(own.members);
  const from = statements
    .filter(ts.isImportDeclaration)
    .find((each) => each.importClause?.getText().includes(name))!.moduleSpecifier as ts.StringLiteral;
  const origin = join(dirname(file), from.text.replace(/\.js$/, '.ts'));
  return namesOf(
    parse(origin)
      .statements.filter(ts.isInterfaceDeclaration)
      .find((each) => each.name.text === name)!.members,
  );
}

function parse(file: string): ts.SourceFile {
  return ts.createSourceFile(file, readFileSync(join(SRC, file), 'utf8'), ts.ScriptTarget.Latest, true);
}

const namesOf = (members: ts.NodeArray<ts.TypeElement>): Record<string, { optional: boolean }> =>
  Object.fromEntries(
    members.map((each) => [each.name!.getText(), { optional: each.questionToken !== undefined }]),
  );

describe.each(EXECUTORS)('the executor %s', (_name, executor) => {
  it('is compiled', () => {
    const files = [executor.implementation, executor.batchImplementation].filter(
      (file) => file !== undefined,
    );
    expect(files.filter((file) => !existsSync(join(PACKAGE, file)))).toEqual([]);
  });

  it('has a schema that describes every option and forbids others', () => {
    const { additionalProperties, properties } = schemaOf(executor);
    expect(additionalProperties).toBe(false);
    const silent = Object.entries(properties).filter(([, { description }]) => !description);
    expect(silent).toEqual([]);
  });

  it('reads no option but those of its schema, and takes none for given that may be absent', () => {
    const { properties, required = [] } = schemaOf(executor);
    const given = new Set([
      ...required,
      ...Object.keys(properties).filter((name) => properties[name]!.default !== undefined),
    ]);
    const options = optionsOf(executor.implementation);
    expect(Object.keys(options).filter((name) => !(name in properties))).toEqual([]);
    const taken = Object.keys(options).filter((name) => !options[name]!.optional && !given.has(name));
    expect(taken).toEqual([]);
  });
});
