import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { temporaryFolders } from '../../test/temporary.js';
import { readMetrics } from './metrics.js';

const folder = temporaryFolders();

function read(text: string) {
  const file = join(folder(), 'metrics.json');
  writeFileSync(file, text);
  return readMetrics(file);
}

describe('metrics.json of a program that did well', () => {
  it.each([
    ['{}', {}],
    ['{"a": 1, "b": -2.5e-3}', { a: 1, b: -0.0025 }],
    [' \n{"a": -0}\n', { a: -0 }],
    ['{"a": 1e-999}', { a: 0 }],
    ['{"NaN": 1, "Infinity, NaN": 2}', { NaN: 1, 'Infinity, NaN': 2 }],
    ['{"a": 1, "a": 2}', { a: 2 }],
  ])('%s', async (text, metrics) => {
    expect(await read(text)).toEqual({ kind: 'metrics', metrics });
  });
});

describe('metrics.json that says that the parameters are no good', () => {
  it.each([
    ['{"a": NaN}', '`a` in metrics.json is not finite'],
    ['{"a":NaN,"b":-Infinity,"c":Infinity,"d":1}', '`a`, `b`, `c` in metrics.json are not finite'],
    ['{"a": null}', '`a` in metrics.json is not finite'],
    ['{"a": 1e999, "b": -1e999}', '`a`, `b` in metrics.json are not finite'],
    ['{"a":\n  NaN\n}', '`a` in metrics.json is not finite'],
  ])('%s', async (text, detail) => {
    expect(await read(text)).toEqual({ kind: 'not-finite', detail });
  });
});

describe('metrics.json that is an accident', () => {
  it.each([
    ['', 'metrics.json is not JSON: '],
    ['{"a": 0.', 'metrics.json is not JSON: {"a": 0.'],
    ['{"a": 1}\n{"a": 2}', 'metrics.json is not JSON: {"a": 1} {"a": 2}'],
    ['{"a": nan}', 'metrics.json is not JSON: {"a": nan}'],
    ['NaN', 'metrics.json is not JSON: NaN'],
    [`{"${'x'.repeat(100)}`, `metrics.json is not JSON: {"${'x'.repeat(78)}…`],
    ['[1, 2]', 'expected metrics.json to be a flat object of numbers, got `[1,2]` (array)'],
    ['null', 'expected metrics.json to be a flat object of numbers, got `null` (null)'],
    ['0.5', 'expected metrics.json to be a flat object of numbers, got `0.5` (number)'],
    ['{"a": "1"}', 'expected `a` in metrics.json to be a finite number, got `"1"` (string)'],
    ['{"a": true}', 'expected `a` in metrics.json to be a finite number, got `true` (boolean)'],
    ['{"a": {"b": 1}}', 'expected `a` in metrics.json to be a finite number, got `{"b":1}` (object)'],
    ['{"a": [NaN, 1]}', 'expected `a` in metrics.json to be a finite number, got `[null,1]` (array)'],
    // Both wrong and not finite: what may go away at another attempt is said first.
    ['{"a": NaN, "b": "1"}', 'expected `b` in metrics.json to be a finite number, got `"1"` (string)'],
  ])('%s', async (text, detail) => {
    expect(await read(text)).toEqual({ kind: 'invalid', detail });
  });
});

test('no metrics.json at all', async () => {
  expect(await readMetrics(join(folder(), 'metrics.json'))).toEqual({
    kind: 'invalid',
    detail: 'the program wrote no metrics.json',
  });
});

test('a folder of that name cannot be read', async () => {
  const file = join(folder(), 'metrics.json');
  mkdirSync(file);
  await expect(readMetrics(file)).rejects.toThrow('EISDIR: illegal operation on a directory, read');
});
