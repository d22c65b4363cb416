import * as z from 'zod/mini';
import { described } from './described.js';
import { contains, formatDomain, isWhole, middle } from './domain.js';
import type { Located } from './located.js';
import { didYouMean } from './nearest.js';
import { identifierShape, scalarShape } from './name.js';
import type { Path } from './tree.js';
import { TIERS } from './types.js';
import type { Domain, Parameter, RangeDomain, Value } from './types.js';
import { listed, quote, show } from './wording.js';

const PAIR = 'a list of two numbers, `[low, high]`';

export const parameterShape = z.strictObject({
  phase: described('The phase that searches it.', z.string()),
  tier: z.optional(
    described('When it is searched: CRITICAL first, FINETUNE last. Default: CRITICAL.', z.enum(TIERS)),
  ),
  range: z.optional(
    described('Lowest and highest value, both included.', z.tuple([z.number(), z.number()], { error: PAIR })),
  ),
  choices: z.optional(
    described(
      'The values to choose from.',
      z.array(scalarShape).check(z.minLength(1, 'a list of one value or more')),
    ),
  ),
  scale: z.optional(described('How a range is searched. Default: linear.', z.enum(['linear', 'log']))),
  step: z.optional(
    described('Distance of neighbouring values, counted from the lowest.', z.number().check(z.gt(0))),
  ),
  default: z.optional(
    described(
      'Used until its tier is searched. Default: the middle of the range, or the first choice.',
      scalarShape,
    ),
  ),
  when: z.optional(
    described(
      'Active only where each named parameter has the given value.',
      z.record(identifierShape, scalarShape),
    ),
  ),
});

type Raw = Partial<z.infer<typeof parameterShape>>;

/** The parameters that are well-formed, in the order of declaration. */
export function readParameters(file: Located): Parameter[] {
  return file.keys(['parameters']).flatMap((name) => {
    const path = ['parameters', name];
    const raw = file.fields(parameterShape, path);
    if (raw === undefined) return [];
    checkPhase(file, path, raw.phase);
    const domain = readDomain(file, path, raw);
    if (domain === undefined) return [];
    checkDefault(file, path, { domain, value: raw.default });
    const whole = file.get(parameterShape, path);
    if (whole === undefined) return [];
    const { phase, tier = 'CRITICAL', when } = whole;
    return [{ name, phase, tier, domain, default: whole.default ?? middle(domain), ...(when && { when }) }];
  });
}

function checkDefault(file: Located, path: Path, given: { domain: Domain; value: Value | undefined }): void {
  const { domain, value } = given;
  if (value === undefined || contains(domain, value)) return;
  const message = `Expected \`default\` to be ${formatDomain(domain)}, got ${show(value)}.`;
  file.report([...path, 'default'], message);
}

function checkPhase(file: Located, path: Path, phase: string | undefined): void {
  const phases = file.keys(['phases']);
  if (phase === undefined || phases.length === 0 || phases.includes(phase)) return;
  const message = `Expected \`phase\` to be a phase (${listed(phases)}), got ${show(phase)}.`;
  file.report([...path, 'phase'], message, didYouMean(phase, phases));
}

function readDomain(file: Located, path: Path, raw: Raw): Domain | undefined {
  const { range, choices } = raw;
  const keys = file.keys(path);
  const given = (['range', 'choices'] as const).filter((key) => keys.includes(key));
  // One unknown key is more likely a misspelt `range` than the lack of one.
  if (
    given.length === 2 ||
    (given.length === 0 && keys.every((key) => Object.hasOwn(parameterShape.shape, key)))
  ) {
    const found = given.length === 2 ? 'both' : 'neither';
    const message = `Expected ${quote(String(path.at(-1)))} to have exactly one of \`range\` and \`choices\``;
    file.reportKey(path, `${message}, found ${found}.`);
    return undefined;
  }
  if (range !== undefined) return readRange(file, path, { ...raw, range });
  return choices && readChoices(file, path, choices);
}

function readChoices(file: Located, path: Path, choices: readonly Value[]): Domain {
  for (const key of ['scale', 'step'] as const) {
    if (!file.keys(path).includes(key)) continue;
    file.reportKey([...path, key], `Expected \`${key}\` only beside \`range\`, found it beside \`choices\`.`);
  }
  const seen = new Set<unknown>();
  for (const [index, choice] of choices.entries()) {
    const message = `Expected the entries of \`choices\` to differ, found ${show(choice)} again.`;
    if (seen.has(choice)) file.report([...path, 'choices', index], message);
    seen.add(choice);
  }
  return { kind: 'choices', choices };
}

function readRange(
  file: Located,
  path: Path,
  raw: Raw & { range: [number, number] },
): RangeDomain | undefined {
  const { range, scale = 'linear', step } = raw;
  const [low, high] = range;
  if (low >= high) {
    const message = `Expected \`low\` to be less than \`high\` in \`range\`, got \`${low}\` and \`${high}\`.`;
    file.report([...path, 'range'], message, low > high ? `write \`[${high}, ${low}]\`` : undefined);
    return undefined;
  }
  if (scale === 'log' && low <= 0) {
    const message = `Expected \`low\` to be greater than 0 when \`scale\` is \`log\`, got ${show(low)}.`;
    file.report([...path, 'range', 0], message);
    return undefined;
  }
  if (step !== undefined && !stepFits(file, path, { low, high, scale, step })) return undefined;
  return { kind: 'range', low, high, scale, ...(step !== undefined && { step }) };
}

function stepFits(file: Located, path: Path, range: Required<Omit<RangeDomain, 'kind'>>): boolean {
  const { low, high, scale, step } = range;
  if (scale === 'log') {
    const message = `Expected no \`step\` when \`scale\` is \`log\`, got ${show(step)}.`;
    file.report([...path, 'step'], message, 'leave `step` out, or list the values as `choices`');
    return false;
  }
  const steps = (high - low) / step;
  if (steps >= 1 && isWhole(steps)) return true;
  const message = `Expected \`step\` to lead from \`${low}\` to \`${high}\` in whole steps, got ${show(step)}.`;
  const last = low + Math.floor(steps) * step;
  file.report(
    [...path, 'step'],
    message,
    steps > 1 ? `\`range: [${low}, ${last}]\` has whole steps` : undefined,
  );
  return false;
}
