import { describe, expect, it } from 'vitest';
import type { Parameter, SamplerOptions, Value } from '../spec/types.js';
import { checkOptions, suggest, visibleTrials, type SampleRequest } from './index.js';

function choice(name: string, choices: Value[], when?: Record<string, Value>): Parameter {
  const domain = { kind: 'choices', choices } as const;
  return { name, phase: 'p', tier: 'CRITICAL', domain, default: choices[0]!, ...(when && { when }) };
}

const SPACE = [
  choice('x', [1, 2]),
  choice('depth', [3, 4], { deep: true }),
  choice('deep', [false, true]),
  choice('y', ['a', 'b']),
];

function ask(index: number, options: SamplerOptions, space: readonly Parameter[] = SPACE) {
  const request: SampleRequest = {
    space,
    incumbent: {},
    history: [],
    maximize: true,
    index,
    seed: 1,
    stream: 's',
    options,
  };
  return suggest(request);
}

describe('suggest', () => {
  it('names the samplers that it knows', () => {
    expect(() => ask(0, { type: 'cmaes' })).toThrow(
      'Expected `sampler.type` to be one of `gp`, `grid`, `random`, `sobol`, `tpe`, got `cmaes` (string).',
    );
    expect(() => ask(1, { type: 'toString' })).toThrow('got `toString` (string).');
  });

  it('refuses an index that is no trial', () => {
    expect(() => ask(-1, { type: 'random' })).toThrow(
      new RangeError('Expected `index` to be an integer of at least 0, got `-1` (number).'),
    );
    expect(() => ask(0.5, { type: 'random' })).toThrow(
      new RangeError('Expected `index` to be an integer of at least 0, got `0.5` (number).'),
    );
  });
});

describe('checkOptions', () => {
  it('refuses what the sampler does not have', () => {
    expect(() => checkOptions({ type: 'random', levels: 3 })).toThrow(
      'Expected `sampler.levels` not to be given, since `random` has no such option, got `3` (number).',
    );
  });

  it('refuses values that an option cannot take', () => {
    const text = (value: Value) =>
      `Expected \`sampler.levels\` to be an integer of at least 2, got ${String(value)}.`;
    for (const [value, got] of [
      [1, '`1` (number)'],
      [2.5, '`2.5` (number)'],
      ['3', '`3` (string)'],
      [Infinity, '`Infinity` (number)'],
      [NaN, '`NaN` (number)'],
    ] as const) {
      expect(() => checkOptions({ type: 'grid', levels: value })).toThrow(text(got));
    }
    expect(() => checkOptions({ type: 'grid', levels: 2 })).not.toThrow();
  });
});

describe('visibleTrials', () => {
  it('is nothing for samplers that do not adapt', () => {
    expect(visibleTrials({ type: 'sobol' }, 50)).toBe(0);
  });
});

describe('grid', () => {
  it('takes every combination once, the last parameter fastest, conditions before what they open', () => {
    const points = Array.from({ length: 12 }, (_, i) => ask(i + 1, { type: 'grid' }));
    const shown = points.map(({ x, deep, depth, y }) => [x, deep, depth ?? '-', y].join(' '));
    expect(shown).toEqual([
      '1 false - a',
      '1 false - b',
      '1 true 3 a',
      '1 true 3 b',
      '1 true 4 a',
      '1 true 4 b',
      '2 false - a',
      '2 false - b',
      '2 true 3 a',
      '2 true 3 b',
      '2 true 4 a',
      '2 true 4 b',
    ]);
  });

  it('says where it ends', () => {
    expect(() => ask(13, { type: 'grid' })).toThrow(
      'Expected a trial index of at most 12 in a grid of 12 points (index 0 is the incumbent), got `13` (number). ' +
        'Lower `trials`, or raise `sampler.levels`.',
    );
  });

  it('lays `levels` values over a continuous range, both ends included', () => {
    const domain = { kind: 'range', low: 0.01, high: 100, scale: 'log' } as const;
    const space: Parameter[] = [{ name: 'r', phase: 'p', tier: 'CRITICAL', domain, default: 1 }];
    const of = (levels: number) =>
      Array.from({ length: levels }, (_, i) => ask(i + 1, { type: 'grid', levels }, space)['r']);
    expect(of(5)).toEqual([0.01, 0.1, 1, 10, 100]);
    expect(of(3)).toEqual([0.01, 1, 100]);
    expect(of(2)).toEqual([0.01, 100]);
  });

  it('does not walk through combinations of inactive parameters', () => {
    // 5^14 of them, if it did.
    const space: Parameter[] = [choice('on', [0, 1])];
    for (let i = 0; i < 14; i++) space.push(choice(`inner${i}`, [1, 2, 3, 4, 5], { on: 1, never: true }));
    expect(ask(2, { type: 'grid' }, space)).toEqual({ on: 1 });
  });
});
