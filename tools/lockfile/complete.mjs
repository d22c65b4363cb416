/**
 * Completes package-lock.json with the binaries of nx for other platforms. npm leaves out those that the registry at
 * hand does not (yet) have, and `npm ci` then refuses the lock file everywhere, though they are optional and none of
 * them would be installed. Run it after any `npm install`; a test fails where it was forgotten.
 *
 *   node tools/lockfile/complete.mjs
 */
import { readFileSync, writeFileSync } from 'node:fs';

const lockFile = new URL('../../package-lock.json', import.meta.url);

/** `@nx/nx-linux-arm64-musl` says for which platform it is. */
function platformOf(name) {
  const [, os, cpu, abi] = /-(\w+)-([^-]+)(?:-([^-]+))?$/.exec(name) ?? [];
  const libc = abi === 'musl' ? ['musl'] : abi === 'gnu' ? ['glibc'] : undefined;
  return { cpu: [cpu], ...(libc && { libc }), os: [os] };
}

export function complete(lock) {
  const nx = lock.packages['node_modules/nx'];
  const missing = Object.entries(nx.optionalDependencies ?? {})
    .map(([name, version]) => [`node_modules/${name}`, version])
    .filter(([path]) => !(path in lock.packages));
  for (const [path, version] of missing) {
    lock.packages[path] = { version, ...platformOf(path), license: 'MIT', optional: true };
  }
  const sorted = Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1));
  return { lock: { ...lock, packages: Object.fromEntries(sorted) }, missing: missing.map(([path]) => path) };
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  const { lock, missing } = complete(JSON.parse(readFileSync(lockFile, 'utf8')));
  writeFileSync(lockFile, `${JSON.stringify(lock, null, 2)}\n`);
  console.log(missing.length === 0 ? 'The lock file is complete.' : `Added ${missing.join(', ')}`);
}
