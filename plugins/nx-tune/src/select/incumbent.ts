import type { Incumbent, Observation } from '../results/types.js';
import type { Spec, Values } from '../spec/types.js';

/** The incumbent after a phase (or a tier of it): that before it, with the winner's values and artifact. */
export function nextIncumbent(spec: Spec, before: Incumbent, winner: Observation): Incumbent {
  const own = new Set(spec.parameters.filter(({ phase }) => phase === winner.phase).map(({ name }) => name));
  const earlier = Object.entries(before.params).filter(([name]) => !own.has(name));
  const { trial, artifact } = winner;
  return {
    params: sorted({ ...Object.fromEntries(earlier), ...winner.values }),
    upstream: { ...before.upstream, [winner.phase]: artifact ? { trial, artifact } : { trial } },
  };
}

const sorted = (values: Values): Values =>
  Object.fromEntries(Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1)));
