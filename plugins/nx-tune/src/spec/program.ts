import * as z from 'zod/mini';
import { splitCommand } from './command.js';
import { described } from './described.js';
import type { Located } from './located.js';
import { scalarShape } from './name.js';
import { staysInside } from './paths.js';
import type { Path } from './tree.js';
import type { Program } from './types.js';
import { show } from './wording.js';

export const sourcesShape = described(
  'Globs from the workspace root of the files that it depends on; a leading `!` excludes.',
  z.array(z.string()),
);

const programKeys = {
  command: described(
    'The program and its arguments: a string, split without a shell, or a list, taken as it is.',
    z.union([z.string(), z.array(scalarShape).check(z.minLength(1, 'a list that names a program'))]),
  ),
  sources: z.optional(sourcesShape),
  env: z.optional(
    described(
      'Environment variables that it is given besides those of the contract.',
      z.record(z.string().check(z.regex(/^[^=\0]+$/, 'the name of an environment variable')), scalarShape),
    ),
  ),
};

export const programShape = z.strictObject(programKeys);

export const trialProgramShape = z.strictObject({
  ...programKeys,
  dependsOn: z.optional(
    described(
      'Nx targets, `project:target`, that come before any program of the pipeline.',
      z.array(z.string().check(z.regex(/^[^\s:]+:\S+$/, 'an Nx target (`project:target`)'))),
    ),
  ),
});

/**
 * Undefined when it is absent.
 *
 * @param inherited the sources of a program that names none
 */
export function readProgram(
  file: Located,
  key: 'program' | 'prepare' | 'finish',
  inherited: readonly string[] = [],
): Program | undefined {
  const raw = file.fields(programShape, [key]);
  if (raw === undefined) return undefined;
  const command = raw.command === undefined ? [] : readCommand(file, [key, 'command'], raw.command);
  const env = Object.entries(raw.env ?? {}).map(([name, value]) => [name, String(value)]);
  const path = [key, 'sources'];
  const sources = file.value(path) === undefined ? inherited : readSources(file, path);
  return { command, sources, env: Object.fromEntries(env) };
}

export function readDependsOn(file: Located): readonly string[] {
  return file.fields(trialProgramShape, ['program'])?.dependsOn ?? [];
}

export function readSources(file: Located, path: Path): readonly string[] {
  return file.items(z.string(), path).map(([own, glob]) => {
    const pattern = glob.replace(/^!/, '');
    if (pattern === '' || !staysInside(pattern)) {
      const entry = `entry ${Number(own.at(-1)) + 1} of \`sources\``;
      const message = `Expected ${entry} to be a glob that stays inside the workspace, got ${show(glob)}.`;
      file.report(own, message, 'write it from the workspace root, with `/` and without `..`');
    }
    return glob;
  });
}

function readCommand(file: Located, path: Path, raw: string | readonly unknown[]): readonly string[] {
  if (typeof raw !== 'string') return raw.map(String);
  const words = splitCommand(raw);
  if (words === undefined) {
    file.report(path, `Expected each quote in \`command\` to be closed, got ${show(raw)}.`);
  } else if (words[0] === undefined || words[0] === '') {
    file.report(path, `Expected \`command\` to name a program, got ${show(raw)}.`);
  }
  return words ?? [];
}
