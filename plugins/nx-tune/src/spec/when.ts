import { contains, formatDomain } from './domain.js';
import type { Located } from './located.js';
import { didYouMean } from './nearest.js';
import type { Path } from './tree.js';
import type { Parameter, Value } from './types.js';
import { listed, quote, show } from './wording.js';

/** Each `when` names known parameters that are decided no later, gives values that they can have, and ends somewhere. */
export function checkWhen(file: Located, parameters: readonly Parameter[]): void {
  const known = new Map(parameters.map((parameter) => [parameter.name, parameter]));
  for (const parameter of parameters) {
    for (const [name, value] of Object.entries(parameter.when ?? {})) {
      const path = ['parameters', parameter.name, 'when', name];
      const named = known.get(name);
      if (named === undefined) reportUnknown(file, path);
      else checkNamed(file, { path, parameter, named, value });
    }
  }
  reportCycles(file, known);
}

function reportUnknown(file: Located, path: Path): void {
  const name = String(path.at(-1));
  const all = file.keys(['parameters']);
  // One that is declared but ill-formed has a problem of its own.
  if (all.includes(name)) return;
  file.reportKey(path, `Expected \`when\` to name a parameter, found ${quote(name)}.`, didYouMean(name, all));
}

interface Naming {
  readonly path: Path;
  readonly parameter: Parameter;
  readonly named: Parameter;
  readonly value: Value;
}

function checkNamed(file: Located, { path, parameter, named, value }: Naming): void {
  if (!contains(named.domain, value)) {
    file.report(
      path,
      `Expected ${quote(named.name)} to be ${formatDomain(named.domain)}, got ${show(value)}.`,
    );
  }
  const phases = file.keys(['phases']);
  const [own, other] = [phases.indexOf(parameter.phase), phases.indexOf(named.phase)];
  if (own === -1 || other <= own) return;
  const message = `Expected \`when\` to name a parameter of ${listed(phases.slice(0, own + 1))}`;
  file.reportKey(path, `${message}, found ${quote(named.name)} of the later phase ${quote(named.phase)}.`);
}

function reportCycles(file: Located, known: ReadonlyMap<string, Parameter>): void {
  const done = new Set<string>();
  const visit = (name: string, trail: readonly string[]): void => {
    const start = trail.indexOf(name);
    if (start !== -1) {
      const cycle = [...trail.slice(start), name].map(quote).join(' -> ');
      file.reportKey(['parameters', name, 'when'], `Expected \`when\` not to form a cycle, found ${cycle}.`);
    }
    if (done.has(name)) return;
    done.add(name);
    for (const next of Object.keys(known.get(name)?.when ?? {})) visit(next, [...trail, name]);
  };
  for (const name of known.keys()) visit(name, []);
}
