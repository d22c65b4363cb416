import * as z from 'zod/mini';
import { described } from './described.js';
import { hasTypeOf } from './domain.js';
import type { Located } from './located.js';
import { checkMetric, directionOf, isVolatile } from './metric.js';
import { didYouMean } from './nearest.js';
import { isIdentifier } from './name.js';
import { parseObjective } from './objective.js';
import type { SearchedParameters } from './tier.js';
import type { Path } from './tree.js';
import type { Domain, Halving, Objective, Parameter, Phase } from './types.js';
import { quote, show } from './wording.js';

const DEFAULT_ETA = 3;

export const stopShape = z.strictObject({
  type: described('How trials are stopped early: successive halving.', z.literal('halving')),
  budget: described(
    'Parameter of the phase that says how long a trial trains; the rungs set it.',
    z.string(),
  ),
  min: described('Budget of the trials, which is the first rung.', z.number().check(z.gt(0))),
  max: z.optional(
    described(
      'Budget of the last rung. Default: the largest value of the parameter.',
      z.number().check(z.gt(0)),
    ),
  ),
  eta: z.optional(
    described(
      `Of the trials of a rung one in so many goes on, to so many times the budget. Default: ${DEFAULT_ETA}.`,
      z.int().check(z.gte(2), z.lte(100)),
    ),
  ),
  metric: z.optional(
    described(
      'What goes on is chosen by: a metric, or `maximize metric`. Default: the objective.',
      z.string(),
    ),
  ),
});

type Raw = Partial<z.infer<typeof stopShape>>;

export interface HalvedPhase {
  readonly name: string;
  readonly objective: Objective | undefined;
}

/** Whether the general `stop` names a parameter at all: it is for the phase that searches that parameter. */
export function checkStop(file: Located, parameters: readonly Parameter[]): void {
  const budget = file.get(stopShape.shape.budget, ['stop', 'budget']);
  if (budget !== undefined && !parameters.some(({ name }) => name === budget))
    reportUnknown(file, ['stop', 'budget'], budget);
}

/** The phase's own halving, else the pipeline's where its budget is a parameter of this phase. */
export function readHalving(
  file: Located,
  phase: HalvedPhase,
  searched: SearchedParameters,
): Pick<Phase, 'halving'> {
  const own = ['phases', phase.name, 'stop'];
  const path = file.value(own) === undefined ? ['stop'] : own;
  const raw = file.fields(stopShape, path);
  if (raw?.budget === undefined) return {};
  const parameter = searched.parameters.find(({ name }) => name === raw.budget);
  if (path !== own && parameter?.phase !== phase.name) return {};
  if (parameter === undefined) {
    reportUnknown(file, [...path, 'budget'], raw.budget);
    return {};
  }
  if (!isBudget(file, [...path, 'budget'], { parameter, phase, searched })) return {};
  const rungs = readRungs(file, path, raw, parameter.domain);
  const metric = readMetric(file, [...path, 'metric'], raw.metric, phase.objective);
  if (rungs === undefined || metric === undefined) return {};
  return {
    halving: { budget: parameter.name, eta: raw.eta ?? DEFAULT_ETA, rungs, metric } satisfies Halving,
  };
}

/** Where the checkpoint of a rung is kept, in the trial's folder. */
const KEPT = 'checkpoint';

/** The artifact may not be where the checkpoint is kept. */
export function checkArtifact(file: Located, phase: string, { artifact }: Pick<Phase, 'artifact'>): void {
  if (artifact?.split('/')[0] !== KEPT) return;
  const message = `Expected \`artifact\` to lie outside \`${KEPT}\`, where halving keeps the checkpoint, got ${show(artifact)}.`;
  file.report(['phases', phase, 'artifact'], message);
}

function reportUnknown(file: Located, path: Path, budget: string): void {
  const all = file.keys(['parameters']);
  // One that is declared but ill-formed has a problem of its own.
  if (all.includes(budget)) return;
  file.report(
    path,
    `Expected \`budget\` to name a parameter, found ${quote(budget)}.`,
    didYouMean(budget, all),
  );
}

interface Candidate {
  readonly parameter: Parameter;
  readonly phase: HalvedPhase;
  readonly searched: SearchedParameters;
}

function isBudget(file: Located, path: Path, { parameter, phase, searched }: Candidate): boolean {
  const named = quote(parameter.name);
  const wrong = (found: string, hint?: string): false => {
    file.report(path, `Expected \`budget\` to name ${found}.`, hint);
    return false;
  };
  if (parameter.phase !== phase.name)
    return wrong(`a parameter of ${quote(phase.name)}, found ${named} of ${quote(parameter.phase)}`);
  if (largest(parameter.domain) === undefined)
    return wrong(`a parameter whose values are numbers, found ${named}`);
  if (Object.hasOwn(searched.fixed, parameter.name))
    return wrong(`a parameter that the rungs can set, found ${named}, which \`fixed\` pins`);
  const conditional = searched.parameters.find(({ when }) => when && Object.hasOwn(when, parameter.name));
  if (conditional !== undefined || parameter.when !== undefined)
    return wrong(
      `a parameter without conditions, found ${named}`,
      'neither its own `when` nor that of others may decide on it',
    );
  const others = searched.parameters.filter(
    ({ name, tier, phase: owner }) =>
      owner === phase.name && tier === parameter.tier && !Object.hasOwn(searched.fixed, name),
  );
  if (others.length < 2)
    return wrong(
      `one of several parameters of its tier, found ${named} alone in ${parameter.tier}`,
      'the rungs set it, so nothing is left to search there: give it the tier of another parameter',
    );
  return true;
}

function readRungs(file: Located, path: Path, raw: Raw, domain: Domain): number[] | undefined {
  const { min, max = largest(domain)!, eta = DEFAULT_ETA } = raw;
  if (min === undefined || file.keys(path).some((key) => ['eta', 'max'].includes(key) && !(key in raw)))
    return undefined;
  for (const [key, value] of [
    ['min', min],
    ['max', max],
  ] as const) {
    if (hasTypeOf(domain, value)) continue;
    file.report(
      [...path, key],
      `Expected \`${key}\` to be an integer, as the parameter is, got ${show(value)}.`,
    );
    return undefined;
  }
  if (min < max) return rungsBetween(min, max, eta);
  file.report(
    [...path, 'min'],
    `Expected \`min\` to be less than ${raw.max === undefined ? 'the largest value of the parameter' : '`max`'}, \`${max}\`, got ${show(min)}.`,
  );
  return undefined;
}

/**
 * `min`, `min`·`eta` and so on below `max`, then `max`. One from which `max` is less than `eta` times away is left out, but
 * for `min`: it would end most trials for little more budget.
 */
export function rungsBetween(min: number, max: number, eta: number): number[] {
  const rungs = [min];
  while (rungs.at(-1)! * eta * eta <= max * (1 + 1e-9)) rungs.push(rungs.at(-1)! * eta);
  return [...rungs, max];
}

function largest(domain: Domain): number | undefined {
  if (domain.kind === 'range') return domain.high;
  const numbers = domain.choices.filter((choice) => typeof choice === 'number');
  return numbers.length === domain.choices.length ? Math.max(...numbers) : undefined;
}

function readMetric(
  file: Located,
  path: Path,
  written: string | undefined,
  objective: Objective | undefined,
): Objective | undefined {
  if (written === undefined) return file.value(path) === undefined ? objective : undefined;
  const found = parseObjective(written) ?? bare(file, path, written.trim(), objective);
  if (found === undefined) return undefined;
  checkMetric(file, path, found.metric);
  if (!isVolatile(file, found.metric)) return found;
  const message = `Expected \`metric\` to be the same in every run, found ${quote(found.metric)}, which is volatile.`;
  file.report(path, message);
  return undefined;
}

/** A metric without a direction has that of the objective, or of its own target. */
function bare(
  file: Located,
  path: Path,
  name: string,
  objective: Objective | undefined,
): Objective | undefined {
  if (!isIdentifier(name)) {
    file.report(
      path,
      `Expected \`metric\` to be a metric, or \`maximize\` or \`minimize\` and one, got ${show(name)}.`,
    );
    return undefined;
  }
  const direction = name === objective?.metric ? objective.direction : directionOf(file, name);
  if (direction !== undefined) return { direction, metric: name };
  const message = `Expected \`metric\` to say whether ${quote(name)} is better high or low, found neither there nor in its target.`;
  file.report(path, message, `write \`maximize ${name}\` or \`minimize ${name}\``);
  return undefined;
}
