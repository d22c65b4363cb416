/** A space as points of the unit cube, for samplers that model observations. */
import type { Parameter, Value, Values } from '../../spec/types.js';
import { activeValues, conditionsFirst, type Space } from './active.js';
import { cell, fromUnit, size, toUnit } from './domain.js';

export interface Dimension {
  readonly parameter: Parameter;
  /** Whether nothing but equality relates two values. */
  readonly nominal: boolean;
  /** How many values there are; Infinity in a range without a step. */
  readonly levels: number;
}

interface Condition {
  readonly dimension: number;
  /** Where the wanted value lies; undefined where the parameter can never have it. */
  readonly unit: number | undefined;
}

/** Points hold one coordinate a parameter, in the order of declaration: `toUnit` of its value, NaN where inactive. */
export class Encoding {
  readonly dimensions: readonly Dimension[];
  private readonly around: Space;
  /** By position; null for a parameter that a condition outside of the space turns off. */
  private readonly conditions: readonly (readonly Condition[] | null)[];
  private readonly order: readonly number[];

  constructor(around: Space) {
    const { space, incumbent } = around;
    this.around = around;
    this.dimensions = space.map((parameter) => ({
      parameter,
      nominal: isNominal(parameter),
      levels: size(parameter.domain),
    }));
    const position = new Map(space.map(({ name }, i) => [name, i]));
    this.order = conditionsFirst(space).map(({ name }) => position.get(name)!);
    this.conditions = space.map(({ when = {} }) => {
      const entries = Object.entries(when);
      const outside = entries.filter(([name]) => !position.has(name));
      if (outside.some(([name, wanted]) => incumbent[name] !== wanted)) return null;
      return entries.flatMap(([name, wanted]) => this.condition(position.get(name), wanted));
    });
  }

  /** The point of a trial. A value that its parameter cannot have counts as inactive. */
  encode(values: Values): Float64Array {
    return Float64Array.from(this.dimensions, ({ parameter: { name, domain } }) => {
      const value = values[name];
      return (value === undefined ? undefined : toUnit(domain, value)) ?? NaN;
    });
  }

  decode(point: Float64Array): Values {
    return activeValues(this.around, ({ domain, default: initial }, i) =>
      Number.isNaN(point[i]) ? initial : fromUnit(domain, point[i]!),
    );
  }

  /** Moves a point of the unit cube to the nearest one that is the encoding of values, in place. */
  settle(point: Float64Array): Float64Array {
    for (const i of this.order) {
      const conditions = this.conditions[i]!;
      const active = conditions?.every(({ dimension, unit }) => point[dimension] === unit);
      point[i] = active ? this.snap(i, point[i]!) : NaN;
    }
    return point;
  }

  /** Coordinates that dimension `i` can have; empty where it is continuous. */
  coordinates(i: number): readonly number[] {
    const { levels } = this.dimensions[i]!;
    return Number.isFinite(levels)
      ? Array.from({ length: levels }, (_, k) => this.snap(i, (k + 0.5) / levels))
      : [];
  }

  /** The part of [0, 1] that belongs to the same value as `u` in dimension `i`; undefined where it is continuous. */
  cell(i: number, u: number): readonly [number, number] | undefined {
    const { domain } = this.dimensions[i]!.parameter;
    return cell(domain, fromUnit(domain, u));
  }

  private snap(i: number, u: number): number {
    const { parameter, levels } = this.dimensions[i]!;
    // A parameter that was inactive so far starts in the middle.
    const at = Number.isNaN(u) ? 0.5 : u;
    if (!Number.isFinite(levels)) return at;
    const { domain } = parameter;
    // The same as below, but much cheaper.
    if (domain.kind === 'choices' || domain.scale === 'linear') {
      return (Math.min(Math.floor(at * levels), levels - 1) + 0.5) / levels;
    }
    return toUnit(domain, fromUnit(domain, at))!;
  }

  private condition(dimension: number | undefined, wanted: Value): readonly Condition[] {
    if (dimension === undefined) return [];
    return [{ dimension, unit: toUnit(this.dimensions[dimension]!.parameter.domain, wanted) }];
  }
}

/** Choices are nominal, unless they are at least three numbers in rising order. */
function isNominal({ domain }: Parameter): boolean {
  if (domain.kind === 'range') return false;
  const rising = domain.choices.every((choice, i) => {
    return typeof choice === 'number' && (i === 0 || choice > Number(domain.choices[i - 1]));
  });
  return !(rising && domain.choices.length >= 3);
}
