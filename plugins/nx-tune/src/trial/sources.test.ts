import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { temporaryFolders } from '../../test/temporary.js';
import { sourceGroupsDigest, sourcesDigest } from './sources.js';

const newFolder = temporaryFolders();
const GLOBS = ['src/**', '!src/phases/**'];

describe('the digest of sources', () => {
  let root: string;
  let before: string;

  const write = (file: string, content: string): void => {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), content);
  };
  const digest = (globs: readonly string[] = GLOBS): Promise<string> => sourcesDigest(root, globs);

  beforeEach(async () => {
    root = newFolder();
    // As in a repository, where ignore files count.
    mkdirSync(join(root, '.git'));
    write('.gitignore', '__pycache__/\n*.log\n');
    write('src/main.py', 'main');
    write('src/models/model.py', 'model');
    write('src/phases/a.py', 'a');
    write('other/file.py', 'other');
    before = await digest();
  });

  it('changes with a content, a new file, a name and a file that is gone', async () => {
    write('src/main.py', 'edited');
    const edited = await digest();
    write('src/main.py', 'main');
    write('src/new.py', '');
    const added = await digest();
    rmSync(join(root, 'src/new.py'));
    rmSync(join(root, 'src/models/model.py'));
    const removed = await digest();
    write('src/models/renamed.py', 'model');
    const renamed = await digest();
    expect(new Set([before, edited, added, removed, renamed]).size).toBe(5);
    rmSync(join(root, 'src/models/renamed.py'));
    write('src/models/model.py', 'model');
    expect(await digest()).toBe(before);
  });

  it('changes with a hidden file, which programs read as well', async () => {
    write('src/.settings', 'x');
    expect(await digest()).not.toBe(before);
  });

  it('does not change with files that are excluded or not named', async () => {
    write('src/phases/a.py', 'edited');
    write('other/file.py', 'edited');
    expect(await digest()).toBe(before);
  });

  it('does not change with files that git or nx ignores, or with packages', async () => {
    write('src/__pycache__/main.cpython-311.pyc', 'compiled');
    write('src/run.log', 'log');
    write('src/node_modules/package/index.js', 'package');
    expect(await digest()).toBe(before);
    write('src/models/.gitignore', 'weights.bin\n');
    const ignoring = await digest(); // the ignore file itself is a source
    write('src/models/weights.bin', 'weights');
    expect(await digest()).toBe(ignoring);
    write('.nxignore', 'src/notes.md\n');
    write('src/notes.md', 'notes');
    expect(await digest()).toBe(ignoring);
  });

  it('does not depend on where the workspace lies, nor on links to elsewhere', async () => {
    const here = root;
    root = newFolder();
    mkdirSync(join(root, '.git'));
    write('.gitignore', '__pycache__/\n*.log\n');
    write('src/models/model.py', 'model');
    write('src/main.py', 'main');
    expect(await digest()).toBe(before);
    symlinkSync(join(here, 'other'), join(root, 'src/linked'));
    expect(await digest()).toBe(before);
  });

  it('lets what one group excludes be taken in by another', async () => {
    const groups = [GLOBS, ['src/phases/a.py']];
    const both = await sourceGroupsDigest(root, groups);
    write('src/phases/b.py', 'b');
    expect(await sourceGroupsDigest(root, groups)).toBe(both);
    write('src/phases/a.py', 'edited');
    expect(await sourceGroupsDigest(root, groups)).not.toBe(both);
  });

  it('of no globs is always the same, and of globs that match nothing is a mistake', async () => {
    expect(await sourcesDigest(root, [])).toBe(await sourcesDigest(newFolder(), []));
    await expect(digest(['srcs/**', '!srcs/phases/**'])).rejects.toThrow(
      'Expected `sources` to match at least one file that git does not ignore, ' +
        'found none for `srcs/**`, `!srcs/phases/**`. Globs start at the workspace root.',
    );
    await expect(digest(['src/*.log'])).rejects.toThrow(
      'Expected `sources` to match at least one file that git does not ignore, ' +
        'found none for `src/*.log`. Globs start at the workspace root.',
    );
  });
});
