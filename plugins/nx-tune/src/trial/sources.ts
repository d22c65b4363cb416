import { join } from 'node:path';
import { globby } from 'globby';
import { digestFile, digestOf } from '../results/digest.js';

/** @param groups globs, of which each group excludes from itself alone */
export async function sourceGroupsDigest(
  workspaceRoot: string,
  groups: readonly (readonly string[])[],
): Promise<string> {
  return digestOf(await Promise.all(groups.map((globs) => sourcesDigest(workspaceRoot, globs))));
}

/**
 * Digest of a program's source files: their paths and contents. Files that git ignores do not count, as they do not
 * for Nx, so that a compiled `.pyc` beside a source changes nothing.
 *
 * @param globs from the workspace root; a leading `!` excludes
 * @throws NoSourcesError where the globs match no file at all
 */
export async function sourcesDigest(workspaceRoot: string, globs: readonly string[]): Promise<string> {
  if (globs.length === 0) return digestOf([]);
  const files = await globby([...globs], {
    cwd: workspaceRoot,
    dot: true,
    gitignore: true,
    ignoreFiles: '.nxignore',
    expandDirectories: false,
    followSymbolicLinks: false,
    ignore: ['**/node_modules/**', '**/.git/**'],
  });
  if (files.length === 0) throw new NoSourcesError(globs);
  const entries = await Promise.all(
    files.sort().map(async (file) => [file, await digestFile(join(workspaceRoot, file))] as const),
  );
  return digestOf(entries);
}

export class NoSourcesError extends Error {
  override readonly name = 'NoSourcesError';

  constructor(globs: readonly string[]) {
    super(
      `Expected \`sources\` to match at least one file that git does not ignore, ` +
        `found none for ${globs.map((glob) => `\`${glob}\``).join(', ')}. Globs start at the workspace root.`,
    );
  }
}
