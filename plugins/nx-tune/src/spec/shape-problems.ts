import * as z from 'zod/mini';
import type { Located } from './located.js';
import { didYouMean, nearest } from './nearest.js';
import { pipelineShape } from './shape.js';
import type { Path } from './tree.js';
import { listed, oneOf, quote, show } from './wording.js';

const KINDS: Readonly<Record<string, string>> = {
  string: 'a string',
  number: 'a number',
  int: 'an integer',
  boolean: 'a boolean',
  array: 'a list',
  tuple: 'a list',
  object: 'a map',
  record: 'a map',
};

type Issue = z.core.$ZodIssue;

/** Reports every place where the content has not the shape of a pipeline. */
export function reportShape(file: Located): void {
  // The keys that were expected are known only while zod is at the object that misses them.
  const keysOf = new WeakMap<readonly string[], readonly string[]>();
  const result = z.safeParse(pipelineShape, file.value([]), {
    error: (issue) => {
      if (issue.code === 'unrecognized_keys') keysOf.set(issue.keys, keysExpected(issue.inst));
      return expectation(issue);
    },
  });
  for (const issue of result.error?.issues ?? []) report(file, [], issue, keysOf);
}

type ExpectedKeys = WeakMap<readonly string[], readonly string[]>;

function report(file: Located, above: Path, issue: Issue, keysOf: ExpectedKeys): void {
  const path = [...above, ...(issue.path as Path)];
  switch (issue.code) {
    case 'unrecognized_keys':
      for (const key of issue.keys) reportUnknownKey(file, [...path, key], keysOf.get(issue.keys) ?? []);
      return;
    case 'invalid_key':
      file.reportKey(path, `Expected key ${quote(String(path.at(-1)))} to be ${issue.issues[0]!.message}.`);
      return;
    case 'invalid_union': {
      const branch = branchOf(issue.errors);
      if (branch === undefined) break;
      for (const inner of branch) report(file, path, inner, keysOf);
      return;
    }
  }
  reportValue(file, path, issue);
}

function reportUnknownKey(file: Located, path: Path, expected: readonly string[]): void {
  const found = String(path.at(-1));
  file.reportKey(
    path,
    `Expected one of ${listed(expected)}, found ${quote(found)}.`,
    didYouMean(found, expected),
  );
}

function reportValue(file: Located, path: Path, issue: Issue): void {
  const value = file.value(path);
  if (value === undefined) {
    // A misspelt key has its own problem, which says all.
    if (nearest(String(path.at(-1)), file.keys(path.slice(0, -1))) !== undefined) return;
    const owner = path.length === 1 ? 'the file' : quote(String(path.at(-2)));
    file.reportKey(
      path,
      `Expected ${owner} to have ${quote(String(path.at(-1)))}, ${issue.message}, found none.`,
    );
    return;
  }
  const values = issue.code === 'invalid_value' ? issue.values.map(String) : [];
  const hint = typeof value === 'string' ? didYouMean(value, values) : undefined;
  file.report(path, `Expected ${called(path)} to be ${issue.message}, got ${show(value)}.`, hint);
}

/** The alternative that the value was meant for: the one whose outer kind it has. */
function branchOf(errors: readonly (readonly Issue[])[]): readonly Issue[] | undefined {
  return errors.find(
    (issues) => !issues.some((issue) => issue.path.length === 0 && issue.code === 'invalid_type'),
  );
}

function called(path: Path): string {
  const last = path.at(-1);
  return typeof last === 'number'
    ? `entry ${last + 1} of ${quote(String(path.at(-2)))}`
    : quote(String(last));
}

/** What should have been there, in words that follow "Expected `x` to be". */
function expectation(issue: z.core.$ZodRawIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return isInteger(issue.inst) ? KINDS['int']! : (KINDS[issue.expected] ?? issue.expected);
    case 'invalid_value':
      return oneOf(issue.values.map(String));
    case 'too_small':
      return issue.origin === 'string'
        ? 'a string that is not empty'
        : bound(issue.inclusive ? 'at least' : 'greater than', issue.minimum);
    case 'too_big':
      return bound(issue.inclusive ? 'at most' : 'less than', issue.maximum);
    case 'invalid_union':
      return alternatives(issue.errors);
    default:
      return `valid (${issue.code})`;
  }
}

function bound(relation: string, limit: number | bigint): string {
  return `${relation} ${limit}`;
}

function alternatives(errors: readonly (readonly Issue[])[]): string {
  const kinds = [...new Set(errors.flatMap((issues) => issues.slice(0, 1).map((issue) => issue.message)))];
  const last = kinds.pop() ?? 'valid';
  return kinds.length === 0 ? last : `${kinds.join(', ')} or ${last}`;
}

/** Zod expects a number of what it then wants to be an integer. */
function isInteger(inst: unknown): boolean {
  return (inst as Partial<z.ZodMiniNumberFormat> | undefined)?._zod?.def.format === 'safeint';
}

function keysExpected(inst: unknown): readonly string[] {
  const shape = (inst as z.ZodMiniObject | undefined)?._zod.def.shape;
  return Object.keys(shape ?? {});
}
