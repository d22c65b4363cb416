import * as z from 'zod/mini';
import { described } from './described.js';
import { hasTypeOf } from './domain.js';
import type { Located } from './located.js';
import { identifierShape, scalarShape } from './name.js';
import type { Domain, Parameter, Values } from './types.js';
import { listed, quote, show } from './wording.js';

export const fixedShape = described(
  'Values given to every trial and never searched; pins a parameter when it names one.',
  z.record(identifierShape, scalarShape),
);

/** A pinned parameter keeps its type, so that programs meet no other; its range and grid bind the search only. */
export function readFixed(file: Located, parameters: readonly Parameter[]): Values {
  const fixed = file.get(fixedShape, ['fixed']) ?? {};
  for (const { name, domain } of parameters) {
    if (!Object.hasOwn(fixed, name)) continue;
    const value = fixed[name]!;
    if (hasTypeOf(domain, value)) continue;
    file.report(['fixed', name], `Expected ${quote(name)} to be ${typeOf(domain)}, got ${show(value)}.`);
  }
  return fixed;
}

function typeOf(domain: Domain): string {
  if (domain.kind === 'range') return hasTypeOf(domain, 0.5) ? 'a number' : 'an integer';
  const types = [...new Set(domain.choices.map((choice) => typeof choice))];
  return `of the same type as its choices (${listed(types)})`;
}
