import { describe, expect, it } from 'vitest';
import type { Parameter, Value, Values } from '../../spec/types.js';
import { activeValues, incumbentValues } from './active.js';

function choice(name: string, choices: Value[], when?: Values): Parameter {
  return {
    name,
    phase: 'p',
    tier: 'CRITICAL',
    domain: { kind: 'choices', choices },
    default: choices[0]!,
    ...(when && { when }),
  };
}

// The conditions come before what they name, so that no single pass settles them.
const CHAIN = [
  choice('third', [1, 2], { second: 'on' }),
  choice('second', ['on', 'off'], { first: true }),
  choice('first', [true, false]),
];

describe('activeValues', () => {
  const pick = (values: Values) => (parameter: Parameter) => values[parameter.name]!;

  it('keeps a chain whose every link holds, in the order of declaration', () => {
    const values = activeValues(
      { space: CHAIN, incumbent: {} },
      pick({ first: true, second: 'on', third: 2 }),
    );
    expect(Object.entries(values)).toEqual([
      ['third', 2],
      ['second', 'on'],
      ['first', true],
    ]);
  });

  it('drops everything behind the first link that does not hold', () => {
    const space = { space: CHAIN, incumbent: { second: 'on' } };
    expect(activeValues(space, pick({ first: false, second: 'on', third: 2 }))).toEqual({ first: false });
    expect(activeValues(space, pick({ first: true, second: 'off', third: 2 }))).toEqual({
      first: true,
      second: 'off',
    });
  });

  it('looks at the incumbent for parameters outside of the space', () => {
    const space = [choice('width', [1, 2], { deep: true, kernel: 'rbf' })];
    const of = (incumbent: Values) => activeValues({ space, incumbent }, () => 1);
    expect(of({ deep: true, kernel: 'rbf' })).toEqual({ width: 1 });
    expect(of({ deep: true, kernel: 'matern' })).toEqual({});
    expect(of({ deep: true })).toEqual({});
    expect(of({ deep: 'true', kernel: 'rbf' })).toEqual({});
  });

  it('activates nothing in a circle of conditions', () => {
    const space = [choice('a', [1], { b: 1 }), choice('b', [1], { a: 1 })];
    expect(activeValues({ space, incumbent: { a: 1, b: 1 } }, () => 1)).toEqual({});
  });
});

describe('incumbentValues', () => {
  it('prefers the incumbent to defaults and drops what is inactive', () => {
    expect(incumbentValues({ space: CHAIN, incumbent: { third: 2, other: 5 } })).toEqual({
      third: 2,
      second: 'on',
      first: true,
    });
    expect(incumbentValues({ space: CHAIN, incumbent: { first: false, third: 2 } })).toEqual({
      first: false,
    });
  });
});
