/** Which parameters of a space are active: those whose every `when` holds. */
import type { Parameter, Value, Values } from '../../spec/types.js';

/** A space, and the known values around it that `when` may refer to. */
export interface Space {
  readonly space: readonly Parameter[];
  readonly incumbent: Values;
}

/**
 * The values of the active parameters, in the order of declaration. A condition on a parameter of the space looks at
 * `valueOf` and holds only where that parameter is active itself; any other looks at the incumbent.
 */
export function activeValues(
  { space, incumbent }: Space,
  valueOf: (parameter: Parameter, position: number) => Value,
): Values {
  const candidate = new Map(
    space.map((parameter, position) => [parameter.name, valueOf(parameter, position)]),
  );
  const active = new Set<string>();
  const holds = ([name, wanted]: [string, Value]): boolean =>
    candidate.has(name)
      ? active.has(name) && candidate.get(name) === wanted
      : known(incumbent, name) === wanted;

  // A pass activates one more link of every chain of conditions.
  for (let before = -1; before !== active.size;) {
    before = active.size;
    for (const { name, when } of space) {
      if (Object.entries(when ?? {}).every(holds)) active.add(name);
    }
  }
  return Object.fromEntries([...candidate].filter(([name]) => active.has(name)));
}

/** Trial 0 of every tier: the incumbent's values, or defaults where it has none. */
export function incumbentValues(around: Space): Values {
  return activeValues(around, (parameter) => known(around.incumbent, parameter.name) ?? parameter.default);
}

/** In the order of declaration, save that a parameter waits for those that its `when` names. */
export function conditionsFirst(space: readonly Parameter[]): Parameter[] {
  const waiting = [...space];
  const ordered: Parameter[] = [];
  while (waiting.length > 0) {
    const ready = waiting.findIndex(
      ({ when }) => !waiting.some(({ name }) => Object.hasOwn(when ?? {}, name)),
    );
    ordered.push(...waiting.splice(Math.max(ready, 0), 1));
  }
  return ordered;
}

function known(values: Values, name: string): Value | undefined {
  return Object.hasOwn(values, name) ? values[name] : undefined;
}
