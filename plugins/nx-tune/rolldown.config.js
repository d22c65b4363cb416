import { readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { defineConfig } from 'rolldown';

const { dependencies } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8'));

/** Native, or what nx has loaded already. */
const AS_THEY_ARE = ['@duckdb/node-api', '@nx/devkit'];

/** As executors.json names them: `trial.batch.js` is made from executors/trial/batch.ts. */
const EXECUTORS = Object.values(
  JSON.parse(readFileSync(new URL('executors.json', import.meta.url), 'utf8')).executors,
)
  .flatMap(({ implementation, batchImplementation }) => [implementation, batchImplementation ?? []].flat())
  .map((file) => /([^/]+)\.js$/.exec(file)[1]);

/**
 * Nx starts a process for every wave of trials and for every selection, and most of its time would go into the loading
 * of hundreds of small modules. In one folder, so that what a module says of places beside it is true in a chunk too.
 */
export default defineConfig({
  input: {
    index: 'src/index.ts',
    guardian: 'src/launch/process/guardian.ts',
    ...Object.fromEntries(EXECUTORS.map((name) => [name, `src/executors/${name.replace('.', '/')}.ts`])),
  },
  cwd: import.meta.dirname,
  platform: 'node',
  logLevel: 'warn',
  external: [
    ...builtinModules.flatMap((name) => [name, `node:${name}`]),
    ...AS_THEY_ARE.filter((name) => name in dependencies),
  ],
  resolve: { extensionAlias: { '.js': ['.ts', '.js'] } },
  output: {
    dir: 'dist/bundle',
    format: 'esm',
    entryFileNames: '[name].js',
    // Without a hash: a run of days that loads one late finds it, though it was built again meanwhile.
    chunkFileNames: '[name].js',
    sourcemap: true,
  },
});
