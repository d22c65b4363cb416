import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolders } from '../../test/temporary.js';
import { readJson, readText, writeAtomic, writeJson } from './json.js';

const folder = temporaryFolders();

describe('writeAtomic', () => {
  it('makes the folders that are missing, and leaves nothing but the file', async () => {
    const root = folder();
    await writeAtomic(join(root, 'a/b/file.txt'), 'content');
    expect(readFileSync(join(root, 'a/b/file.txt'), 'utf8')).toBe('content');
    expect(readdirSync(join(root, 'a/b'))).toEqual(['file.txt']);
  });

  it('shows a reader one of its contents whole, whoever writes at the same time', async () => {
    const file = join(folder(), 'file.txt');
    const contents = Array.from({ length: 20 }, (_, i) => String(i).repeat(50_000));
    await writeAtomic(file, contents[0]!);
    const seen = new Set<string | undefined>();
    let writing = true;
    const reader = (async () => {
      while (writing) seen.add(await readText(file));
    })();
    await Promise.all(contents.map((content) => writeAtomic(file, content)));
    writing = false;
    await reader;
    expect([...seen].filter((text) => !contents.includes(text!))).toEqual([]);
    expect(contents).toContain(readFileSync(file, 'utf8'));
  });

  it('keeps the old file where the new one cannot take its place', async () => {
    const root = folder();
    const file = join(root, 'file.txt');
    mkdirSync(join(file, 'in-the-way'), { recursive: true });
    await expect(writeAtomic(file, 'content')).rejects.toMatchObject({ syscall: 'rename' });
    expect(readdirSync(file)).toEqual(['in-the-way']);
    expect(readdirSync(root)).toEqual(['file.txt']);
  });
});

describe('writeJson and readJson', () => {
  it('give back what was given, as text that people can read and compare', async () => {
    const file = join(folder(), 'file.json');
    await writeJson(file, { b: [1, 0.1], a: { text: 'é "quoted"' } });
    expect(readFileSync(file, 'utf8')).toBe(
      '{\n  "b": [\n    1,\n    0.1\n  ],\n  "a": {\n    "text": "é \\"quoted\\""\n  }\n}\n',
    );
    expect(await readJson(file)).toEqual({ b: [1, 0.1], a: { text: 'é "quoted"' } });
  });

  it('say which file is torn, by the name that people know it by', async () => {
    const file = join(folder(), 'file.json');
    writeFileSync(file, '{"torn');
    await expect(readJson(file, 'results/demo/file.json')).rejects.toMatchObject({
      name: 'ResultFileError',
      file: 'results/demo/file.json',
      message:
        'Expected results/demo/file.json to be a result file written by nx-tune, found text that is not JSON. ' +
        'Delete it and run the same command again.',
      cause: expect.any(SyntaxError) as SyntaxError,
    });
  });

  it('take a missing file, and one below what is no folder, as absent', async () => {
    const root = folder();
    writeFileSync(join(root, 'file'), '');
    expect(await readJson(join(root, 'none.json'))).toBeUndefined();
    expect(await readText(join(root, 'file/none.json'))).toBeUndefined();
  });

  it.skipIf(process.getuid?.() === 0)('do not take a file that must not be read as absent', async () => {
    const file = join(folder(), 'file.json');
    writeFileSync(file, '{}');
    chmodSync(file, 0);
    await expect(readJson(file)).rejects.toMatchObject({ code: 'EACCES' });
  });
});
