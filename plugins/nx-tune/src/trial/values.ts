import type { SampledTrial, SampleRequest } from '../sample/types.js';
import type { Incumbent, TrialConfig } from '../results/types.js';
import { budgetAt } from '../spec/index.js';
import type { Parameter, Values } from '../spec/types.js';
import { narrowed } from './narrow.js';
import { fixedFor, phaseOrder, withinReach, nameOf, phaseParameters, type TrialRef } from './definition.js';

export const NO_INCUMBENT: Incumbent = { params: {}, upstream: {} };

/** What the sampler is asked for a trial: pure in the pipeline, the incumbent and the observations that it may see. */
export function sampleRequest(
  ref: TrialRef,
  incumbent: Incumbent,
  history: readonly SampledTrial[],
): SampleRequest {
  const { spec, phase, tier, index } = ref;
  return {
    space: narrowed(ref, incumbent),
    incumbent: startingPoint(ref, incumbent),
    history,
    maximize: phase.objective.direction === 'maximize',
    index,
    seed: spec.seed,
    stream: `${phase.name}/${tier.tier}`,
    options: phase.sampler,
  };
}

/** What of an incumbent a phase may see: values up to its own, artifacts of the phases before it in the same cycle. */
export function incumbentFor({ spec, phase }: Pick<TrialRef, 'spec' | 'phase'>, found: Incumbent): Incumbent {
  const order = phaseOrder(spec);
  const before = new Set(order.slice(0, order.indexOf(phase.of)));
  return {
    params: withinReach(spec, phase, found.params),
    upstream: Object.fromEntries(Object.entries(found.upstream).filter(([name]) => before.has(name))),
  };
}

/** The incumbent with this phase's defaults where it has no values yet, and `fixed` over both. */
export function startingPoint({ spec, phase }: TrialRef, incumbent: Incumbent): Values {
  const defaults = phaseParameters(spec, phase).map(({ name, default: initial }) => [name, initial]);
  return { ...Object.fromEntries(defaults), ...incumbent.params, ...fixedFor(spec, phase) };
}

/** All parameters that the program is given: `suggestion` over the starting point, inactive ones left out. */
export function paramsOf(ref: TrialRef, incumbent: Incumbent, suggestion: Values): Values {
  const budget = ref.phase.halving && { [ref.phase.halving.budget]: budgetAt(ref.phase, ref.stage)! };
  const all = {
    ...startingPoint(ref, incumbent),
    ...suggestion,
    ...budget,
    ...fixedFor(ref.spec, ref.phase),
  };
  return withoutInactive(all, ref.spec.parameters);
}

/** The phase's own among `params`: what an observation records. */
export function phaseValues({ spec, phase }: TrialRef, params: Values): Values {
  const own = new Set(phaseParameters(spec, phase).map(({ name }) => name));
  return Object.fromEntries(Object.entries(params).filter(([name]) => own.has(name)));
}

function withoutInactive(params: Values, parameters: readonly Parameter[]): Values {
  const active = { ...params };
  const conditional = parameters.filter(({ when }) => when);
  // A parameter may hang on one that turns out inactive itself, so until nothing changes.
  for (let changed = true; changed;) {
    changed = false;
    for (const { name, when } of conditional) {
      if (!(name in active) || Object.entries(when ?? {}).every(([on, value]) => active[on] === value))
        continue;
      // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- a copy of our own
      delete active[name];
      changed = true;
    }
  }
  return active;
}

/** Seeds have 32 bits, and go round. */
const seedOf = ({ spec, stage }: TrialRef): number =>
  stage?.kind === 'seed' ? (spec.seed + stage.number) % 2 ** 32 : spec.seed;

/** config.yaml. Parameters are in the order of their names, so that the file does not depend on the pipeline's layout. */
export function trialConfig(
  ref: TrialRef,
  incumbent: Incumbent,
  params: Values,
  dataDir?: string,
): TrialConfig {
  const { spec, phase, tier } = ref;
  const upstream = Object.entries(incumbent.upstream).map(([name, { trial, artifact }]) => [
    name,
    artifact ? { trial, artifact: artifact.path } : { trial },
  ]);
  return {
    pipeline: spec.name,
    phase: phase.of,
    tier: tier.tier,
    trial: nameOf(ref),
    seed: seedOf(ref),
    params: Object.fromEntries(Object.entries(params).sort(([a], [b]) => (a < b ? -1 : 1))),
    upstream: Object.fromEntries(upstream) as TrialConfig['upstream'],
    ...(dataDir === undefined ? {} : { data_dir: dataDir }),
  };
}
