import { posix } from 'node:path';

/**
 * `path`, written in a file of `folder` (relative to the workspace root), as a path from the root.
 * Undefined when it leaves the workspace or is absolute.
 */
export function fromRoot(folder: string, path: string): string | undefined {
  if (isAbsolute(path)) return undefined;
  const joined = posix.normalize(posix.join(folder, path));
  return joined === '..' || joined.startsWith('../') ? undefined : joined;
}

/** Whether a glob or a path relative to a folder stays in it: not absolute and without `..`, which Nx would not match. */
export function staysInside(path: string): boolean {
  return !isAbsolute(path) && !path.split(/[/{},]/).includes('..');
}

function isAbsolute(path: string): boolean {
  return posix.isAbsolute(path) || /^[A-Za-z]:|\\/.test(path);
}
