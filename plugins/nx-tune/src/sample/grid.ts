import type { Parameter, Value, Values } from '../spec/types.js';
import { GridExhaustedError } from './errors.js';
import { numberOption } from './options.js';
import { activeValues, conditionsFirst } from './space/active.js';
import { fromUnit, size, valueAt } from './space/domain.js';
import type { SampleRequest } from './types.js';

export const LEVELS = { name: 'levels', default: 5, min: 2, integer: true } as const;

/**
 * Full factorial: the last parameter changes fastest, and a parameter comes after those that its `when` names. A
 * choice or a range with a step takes all its values, a range without one `levels` values from end to end, evenly on
 * its scale. An inactive parameter is not multiplied.
 *
 * @throws GridExhaustedError where the grid has fewer points
 */
export function sampleGrid(request: SampleRequest): Values {
  const levels = numberOption(request.options, LEVELS);
  const axes = conditionsFirst(request.space).map((parameter) => axis(parameter, levels));
  for (let point = 0; ; point++) {
    const values = at(request, axes);
    if (point === request.index - 1) return values;
    if (!advance(axes, values)) throw new GridExhaustedError(request.index, point + 1);
  }
}

interface Axis {
  readonly name: string;
  readonly values: readonly Value[];
  digit: number;
}

function axis({ name, domain }: Parameter, levels: number): Axis {
  const count = size(domain);
  const values = Number.isFinite(count)
    ? Array.from({ length: count }, (_, k) => valueAt(domain, k))
    : Array.from({ length: levels }, (_, k) => fromUnit(domain, k / (levels - 1)));
  return { name, values, digit: 0 };
}

function at(request: SampleRequest, axes: readonly Axis[]): Values {
  const chosen = new Map(axes.map(({ name, values, digit }) => [name, values[digit]!]));
  return activeValues(request, ({ name }) => chosen.get(name)!);
}

/** To the next point; false after the last. Whether an axis is active depends on earlier axes alone. */
function advance(axes: readonly Axis[], active: Values): boolean {
  for (const current of [...axes].reverse()) {
    if (Object.hasOwn(active, current.name) && current.digit + 1 < current.values.length) {
      current.digit++;
      return true;
    }
    current.digit = 0;
  }
  return false;
}
