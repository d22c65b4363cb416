import * as z from 'zod/mini';

/** Of a pipeline or a phase: part of project names, target names and folder names. */
export const nameShape = z
  .string()
  .check(
    z.regex(/^[A-Za-z][A-Za-z0-9_-]*$/, 'a name (letters, digits, `_` and `-`, starting with a letter)'),
  );

/** Of a parameter or a metric: an identifier in any programming language and in SQL. */
export const identifierShape = z
  .string()
  .check(
    z.regex(/^[A-Za-z][A-Za-z0-9_]*$/, 'an identifier (letters, digits and `_`, starting with a letter)'),
  );

export const scalarShape = z.union([z.number(), z.string(), z.boolean()]);

export function isName(text: string): boolean {
  return z.safeParse(nameShape, text).success;
}

export function isIdentifier(text: string): boolean {
  return z.safeParse(identifierShape, text).success;
}
