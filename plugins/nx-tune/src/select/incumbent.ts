import type { Incumbent, Observation } from '../results/types.js';
import type { Phase, Spec, Values } from '../spec/types.js';

interface Winner {
  readonly phase: Phase;
  readonly winner: Observation;
}

/** The incumbent after a phase (or a tier of it): that before it, with the winner's values and artifact. */
export function nextIncumbent(spec: Spec, before: Incumbent, { phase, winner }: Winner): Incumbent {
  const own = new Set(spec.parameters.filter((each) => each.phase === phase.of).map(({ name }) => name));
  const earlier = Object.entries(before.params).filter(([name]) => !own.has(name));
  const { artifact } = winner;
  const trial = winner.same_as ?? winner.trial;
  return {
    params: sorted({ ...Object.fromEntries(earlier), ...winner.values }),
    upstream: { ...before.upstream, [phase.of]: artifact ? { trial, artifact } : { trial } },
  };
}

const sorted = (values: Values): Values =>
  Object.fromEntries(Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1)));
