import type { Incumbent } from '../results/types.js';
import type { ChoiceDomain, Domain, Parameter, RangeDomain, Value } from '../spec/types.js';
import type { TrialRef } from './definition.js';

/** From cycle to cycle a range becomes half as wide. */
const NARROWER = 0.5;

/**
 * The search space of a tier: as written in the first cycle, then closer and closer around the incumbent. A range keeps
 * half of its width (of its logarithm on a log scale) for each cycle before, centred on the incumbent's value and moved
 * where it would leave the range as written; steps stay where they are. Of choices that are numbers, in their order, the
 * incumbent's and as many neighbours on each side are kept as make up that share; others have no neighbours, and stay.
 */
export function narrowed({ phase, tier }: TrialRef, incumbent: Incumbent): readonly Parameter[] {
  if (phase.cycle === 1) return tier.parameters;
  const share = NARROWER ** (phase.cycle - 1);
  return tier.parameters.map((parameter) => {
    // One that is inactive in the incumbent has no value to be near to.
    const centre = incumbent.params[parameter.name];
    return centre === undefined
      ? parameter
      : { ...parameter, domain: around(parameter.domain, centre, share) };
  });
}

const around = (domain: Domain, centre: Value, share: number): Domain =>
  domain.kind === 'choices' ? neighbours(domain, centre, share) : closer(domain, centre as number, share);

function closer(domain: RangeDomain, centre: number, share: number): RangeDomain {
  const [to, from] = domain.scale === 'log' ? [Math.log, Math.exp] : [identity, identity];
  const [low, high] = [to(domain.low), to(domain.high)];
  const width = (high - low) * share;
  const start = Math.min(Math.max(to(centre) - width / 2, low), high - width);
  // Ends that were not moved stay exactly what was written.
  const ends = [
    start <= low ? domain.low : from(start),
    start + width >= high ? domain.high : from(start + width),
  ];
  return { ...domain, ...onSteps(domain, ends as [number, number], centre) };
}

/** The steps within; the incumbent's own and its neighbours at least. */
function onSteps(
  { low, high, step }: RangeDomain,
  [from, to]: readonly [number, number],
  centre: number,
): Pick<RangeDomain, 'low' | 'high'> {
  if (step === undefined) return { low: from, high: to };
  const at = Math.round((centre - low) / step);
  const last = Math.floor((high - low) / step + ROUNDING);
  const least = Math.min(Math.ceil((from - low) / step - ROUNDING), at - 1);
  const most = Math.max(Math.floor((to - low) / step + ROUNDING), at + 1);
  return { low: low + Math.max(0, least) * step, high: low + Math.min(last, most) * step };
}

const ROUNDING = 1e-9;

function neighbours(domain: ChoiceDomain, centre: Value, share: number): ChoiceDomain {
  if (!domain.choices.every((choice) => typeof choice === 'number')) return domain;
  const sorted = [...domain.choices].sort((a, b) => Number(a) - Number(b));
  const at = sorted.findIndex((choice) => choice === centre);
  const each = Math.max(1, Math.floor((sorted.length * share) / 2));
  const near = new Set(sorted.slice(Math.max(0, at - each), at + each + 1));
  return at < 0 ? domain : { ...domain, choices: domain.choices.filter((choice) => near.has(choice)) };
}

const identity = (value: number): number => value;
