import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { pipelineJsonSchema } from './json-schema.js';

const CHECKED_IN = new URL('../../schemas/pipeline.schema.json', import.meta.url);

test('the schema for editors is the one that the shape gives', () => {
  const checkedIn: unknown = JSON.parse(readFileSync(CHECKED_IN, 'utf8'));
  // On a difference: npm run build && node tools/schema/generate.mjs
  expect(checkedIn).toEqual(JSON.parse(JSON.stringify(pipelineJsonSchema())));
});

test('every key has a description, and no key besides those is accepted', () => {
  const schema = JSON.parse(JSON.stringify(pipelineJsonSchema())) as Node;
  const bare: string[] = [];
  const open: string[] = [];
  walk(schema, '', (node, path) => {
    if (node.properties === undefined) return;
    if (node.additionalProperties !== false) open.push(path);
    for (const [key, child] of Object.entries(node.properties)) {
      if (child.description === undefined) bare.push(`${path}/${key}`);
    }
  });
  expect(bare).toEqual([]);
  expect(open).toEqual([]);
});

interface Node {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Node>>;
  readonly additionalProperties?: Node | boolean;
  readonly anyOf?: readonly Node[];
  readonly items?: Node | readonly Node[];
}

function walk(node: Node, path: string, visit: (node: Node, path: string) => void): void {
  visit(node, path);
  for (const [key, child] of Object.entries(node.properties ?? {})) walk(child, `${path}/${key}`, visit);
  for (const child of node.anyOf ?? []) walk(child, path, visit);
  if (typeof node.additionalProperties === 'object') walk(node.additionalProperties, `${path}/*`, visit);
}
