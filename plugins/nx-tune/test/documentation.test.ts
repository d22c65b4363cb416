/** What the pages say: links that lead somewhere, commands that exist, examples that run. */
import { globbySync } from 'globby';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectsOf } from '../src/graph/create-nodes.js';
import { loadSpec } from '../src/spec/index.js';
import type { Spec } from '../src/spec/types.js';
import { Workspace } from './workspace.js';

const REPOSITORY = fileURLToPath(new URL('../../..', import.meta.url));
const inRepository = (file: string): string => readFileSync(join(REPOSITORY, file), 'utf8');

const PAGES = globbySync(['*.md', 'docs/*.md', 'trials/**/*.md'], {
  cwd: REPOSITORY,
  gitignore: true,
}).sort();

const specOf = (file: string): Spec => {
  const loaded = loadSpec(REPOSITORY, file);
  if (!loaded.ok) throw new Error(`${file} has mistakes`);
  return loaded.spec;
};
const SPECS = globbySync('pipelines/*/pipeline.yaml', { cwd: REPOSITORY }).map(specOf);

/** Fenced blocks of a language, as they are written. */
const blocks = (page: string, language: string): string[] =>
  [...inRepository(page).matchAll(new RegExp(`\`\`\`${language}\n(.*?)\`\`\``, 'gs'))].map(
    ([, block]) => block!,
  );

describe.each(PAGES)('%s', (page) => {
  it('links to files and headings that exist', () => {
    const anchorsOf = (file: string): string[] =>
      [...inRepository(file).matchAll(/^#+ (.*)$/gm)].map(([, heading]) =>
        heading!
          .toLowerCase()
          .replace(/[^\p{L}\p{N} _-]/gu, '')
          .replaceAll(' ', '-'),
      );
    const broken = [...inRepository(page).matchAll(/\]\((?!https?:)([^)\s]+)\)/g)]
      .map(([, link]) => link!)
      .filter((link) => {
        const [path = '', anchor] = link.split('#');
        const file = path === '' ? page : join(dirname(page), path);
        if (!existsSync(join(REPOSITORY, file))) return true;
        return anchor !== undefined && !anchorsOf(file).includes(anchor);
      });
    expect(broken).toEqual([]);
  });

  it('names targets and options that exist', () => {
    const targets = new Map<string, string>(
      SPECS.flatMap((spec) => projectsOf({ ok: true, spec })).flatMap(({ name, targets: ofProject }) =>
        Object.entries(ofProject as Record<string, { executor?: string }>).map(
          ([target, { executor = '' }]) => [`${name}:${target}`, executor] as const,
        ),
      ),
    );
    const wrong = [...inRepository(page).matchAll(/npx nx run ([\w-]+:[\w-]+)([^\n`'|]*)/g)].flatMap(
      ([, target, rest]) => {
        if (target!.startsWith(`${EXAMPLE}:`)) return [];
        const executor = targets.get(target!);
        if (executor === undefined) return [target!];
        const known = [...OF_NX, ...optionsOf(executor)];
        const options = [...rest!.replace(/"[^"]*"|#.*/g, '').matchAll(/--([\w-]+)/g)].map(
          ([, name]) => name!,
        );
        return options.filter((name) => !known.includes(name)).map((name) => `${target} --${name}`);
      },
    );
    expect(wrong).toEqual([]);
  });
});

/** The pipeline that README.md writes from nothing. */
const EXAMPLE = 'circle';
const OF_NX = ['verbose', 'batch', 'parallel', 'skip-nx-cache', 'output-style'];

function optionsOf(executor: string): string[] {
  const name = executor.replace('nx-tune:', '');
  const { executors } = JSON.parse(inRepository('plugins/nx-tune/executors.json')) as {
    executors: Record<string, { schema: string }>;
  };
  const schema = JSON.parse(inRepository(join('plugins/nx-tune', executors[name]!.schema))) as {
    properties: object;
  };
  return Object.keys(schema.properties);
}

describe('docs/metrics.md', () => {
  it('gives every metric of pipelines/bolt with its target, in the same order', () => {
    const table = [...inRepository('docs/metrics.md').matchAll(/^\| `(\w+)` \| ([^|]+) \|/gm)];
    // As written: the spec knows `0.70` as 0.7.
    const numeric = (target: string): string =>
      target.replaceAll(/\d+\.\d+/g, (number) => String(Number(number)));
    const told = table.map(([, name, target]) => [name, numeric(target!)]);
    const bolt = SPECS.find(({ name }) => name === 'bolt')!;
    const declared = bolt.metrics.map(({ name, target }) => {
      if (target === undefined) return [name, ''];
      if ('limit' in target) return [name, `${target.op} ${target.limit}`];
      return [name, target.op === 'within' ? `${target.low}..${target.high}` : target.op];
    });
    expect(told).toEqual(declared);
    expect(told).toHaveLength(25);
  });
});

describe('the example of README.md', () => {
  let workspace: Workspace;
  beforeAll(async () => {
    workspace = await Workspace.create({
      [`pipelines/${EXAMPLE}/pipeline.yaml`]: blocks('README.md', 'yaml')[0]!,
      [`trials/${EXAMPLE}.py`]: blocks('README.md', 'python')[0]!,
    });
  });
  afterAll(() => workspace.dispose());

  it('tunes', async () => {
    const { code, output } = await workspace.nx(['run', `${EXAMPLE}:tune`]);
    expect(output).toContain('gate passed by');
    expect(code).toBe(0);
  });
});
