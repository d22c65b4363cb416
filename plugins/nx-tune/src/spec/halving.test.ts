import { describe, expect, it, test } from 'vitest';
import { mistakesOf, specOf } from '../../test/spec/written.js';
import { rungsBetween } from './halving.js';
import { budgetAt, mostAt, stageBefore, stagesOf } from './stage.js';

const written = (stop: string, { top = '', metrics = '' } = {}): string => `
program: { command: run it }
parameters:
  x: { phase: a, range: [0, 1] }
  steps: { phase: a, range: [10, 90], step: 1 }
  kind: { phase: a, choices: [short, long], when: { x: 0.5 } }
  z: { phase: b, range: [0, 1] }
  only: { phase: b, tier: IMPORTANT, choices: [1, 2] }
  pinned: { phase: b, range: [0, 1] }
fixed: { pinned: 0.5 }
${metrics}
phases:
  a: { objective: maximize score${stop && `, stop: ${stop}`} }
  b: { objective: maximize score }
${top}`;

describe('rungs', () => {
  it.each<[number, number, number, number[]]>([
    [1000, 27000, 3, [1000, 3000, 9000, 27000]],
    // 9000 would be nine tenths of the last.
    [1000, 10_000, 3, [1000, 3000, 10_000]],
    [1000, 2000, 3, [1000, 2000]],
    [0.1, 0.8, 2, [0.1, 0.2, 0.4, 0.8]],
  ])('from %d to %d by %d', (min, max, eta, rungs) => {
    expect(rungsBetween(min, max, eta)).toEqual(rungs);
  });
});

describe('halving', () => {
  it('takes the budget out of the search, and the largest value as its last rung', () => {
    const [a, b] = specOf(written('{ type: halving, budget: steps, min: 10 }')).phases;
    expect(a!.halving).toEqual({
      budget: 'steps',
      eta: 3,
      rungs: [10, 30, 90],
      metric: { direction: 'maximize', metric: 'score' },
    });
    expect(a!.tiers[0]!.parameters.map(({ name }) => name)).toEqual(['x', 'kind']);
    expect(b!.halving).toBeUndefined();
  });

  it('written at the top is for the phase that has the budget, unless that has its own', () => {
    const top = 'stop: { type: halving, budget: steps, min: 10, eta: 2, max: 40 }';
    const [a, b] = specOf(written('', { top })).phases;
    expect([a!.halving?.rungs, b!.halving]).toEqual([[10, 20, 40], undefined]);
    const own = specOf(written('{ type: halving, budget: steps, min: 30 }', { top }));
    expect(own.phases[0]!.halving?.rungs).toEqual([30, 90]);
  });

  it.each([
    ['minimize loss', '', 'minimize'],
    ['score', '', 'maximize'],
    ['loss', 'metrics: { score: {}, loss: { target: "<= 0.5" } }', 'minimize'],
    ['loss', 'metrics: { score: {}, loss: { target: maximize } }', 'maximize'],
  ])('goes by `%s` with %s', (metric, metrics, direction) => {
    const stop = `{ type: halving, budget: steps, min: 10, metric: ${metric} }`;
    const { halving } = specOf(written(stop, { metrics })).phases[0]!;
    expect(halving?.metric).toEqual({ direction, metric: metric.split(' ').at(-1) });
  });
});

test('the stages of a trial: rungs, then seeds, which start from the last rung', () => {
  const stop = '{ type: halving, budget: steps, min: 10 }, replicates: { seeds: 3 }';
  const phase = specOf(written(stop)).phases[0]!;
  expect(phase.replicates).toEqual({ seeds: 3, top: 3 });
  const last = { kind: 'rung', number: 2 };
  expect(stagesOf(phase).map((stage) => [stage, stageBefore(phase, stage), budgetAt(phase, stage)])).toEqual([
    [{ kind: 'rung', number: 1 }, undefined, 30],
    [last, { kind: 'rung', number: 1 }, 90],
    [{ kind: 'seed', number: 1 }, last, 90],
    [{ kind: 'seed', number: 2 }, last, 90],
  ]);
  expect(budgetAt(phase)).toBe(10);
  // Of 26 beside the incumbent 8 and then 2.
  expect(stagesOf(phase).map((stage) => mostAt(phase, stage, 27))).toEqual([9, 3, 3, 3]);
  expect(stagesOf(phase).map((stage) => mostAt(phase, stage, 2))).toEqual([2, 2, 2, 2]);
  expect(stagesOf(phase).map((stage) => mostAt(phase, stage, 1))).toEqual([1, 1, 1, 1]);
});

test('a phase that searches nothing has no replicates', () => {
  const only = 'program: { command: run it }\nphases: { a: { objective: maximize score } }\nreplicates: {}\n';
  expect(stagesOf(specOf(only).phases[0]!)).toEqual([]);
});

test.each<[string, string, string]>([
  ['stops', '13:66: Expected `budget` to name a parameter, found `stops`.', 'did you mean `steps`?'],
  ['z', '13:66: Expected `budget` to name a parameter of `a`, found `z` of `b`.', ''],
  ['kind', '13:66: Expected `budget` to name a parameter whose values are numbers, found `kind`.', ''],
  [
    'x',
    '13:66: Expected `budget` to name a parameter without conditions, found `x`.',
    'neither its own `when` nor that of others may decide on it',
  ],
])('`%s` is no budget', (budget, message, hint) => {
  const lines = mistakesOf(written(`{ type: halving, budget: ${budget}, min: 0.1 }`)).split('\n');
  expect(lines[1]).toBe(`  ${message}`);
  expect(lines[2]!.trim()).toBe(hint === '' ? lines[2]!.trim() : `hint: ${hint}`);
});

test.each<[string, string, string]>([
  [
    'budget: pinned, min: 0.1',
    'Expected `budget` to name a parameter that the rungs can set, found `pinned`, which `fixed` pins.',
    '',
  ],
  [
    'budget: only, min: 1',
    'Expected `budget` to name one of several parameters of its tier, found `only` alone in IMPORTANT.',
    'the rungs set it, so nothing is left to search there: give it the tier of another parameter',
  ],
  ['budget: nothing, min: 1', 'Expected `budget` to name a parameter, found `nothing`.', ''],
  [
    'budget: steps, min: 90',
    'Expected `min` to be less than the largest value of the parameter, `90`, got `90` (number).',
    '',
  ],
  ['budget: steps, min: 9, max: 3', 'Expected `min` to be less than `max`, `3`, got `9` (number).', ''],
  [
    'budget: steps, min: 1.5',
    'Expected `min` to be an integer, as the parameter is, got `1.5` (number).',
    '',
  ],
  [
    'budget: steps, min: 10, metric: wall_clock_time',
    'Expected `metric` to say whether `wall_clock_time` is better high or low, found neither there nor in its target.',
    'write `maximize wall_clock_time` or `minimize wall_clock_time`',
  ],
  [
    'budget: steps, min: 10, metric: minimize wall_clock_time',
    'Expected `metric` to be the same in every run, found `wall_clock_time`, which is volatile.',
    '',
  ],
  [
    'budget: steps, min: 10, metric: score >= 1',
    'Expected `metric` to be a metric, or `maximize` or `minimize` and one, got `score >= 1` (string).',
    '',
  ],
  ['budget: steps', 'Expected `stop` to have `min`, a number, found none.', ''],
  ['budget: steps, min: 10, eta: 1', 'Expected `eta` to be at least 2, got `1` (number).', ''],
])('a mistake in `%s`', (keys, message, hint) => {
  const found = mistakesOf(written('', { top: `stop: { type: halving, ${keys} }` })).split('\n');
  expect(found[1]).toMatch(/^ {2}\d+:\d+: Expected /);
  expect(found[1]!.replace(/^ {2}\d+:\d+: /, '')).toBe(message);
  expect(found.filter((line) => line.startsWith('    hint'))).toEqual(
    hint === '' ? [] : [`    hint: ${hint}`],
  );
});

test('the artifact may not be where the checkpoint is kept', () => {
  const stop = '{ type: halving, budget: steps, min: 10 }, artifact: checkpoint/model.bin';
  expect(mistakesOf(written(stop)).split('\n')[1]).toBe(
    '  13:94: Expected `artifact` to lie outside `checkpoint`, where halving keeps the checkpoint, got `checkpoint/model.bin` (string).',
  );
  expect(mistakesOf(written(stop.replace('checkpoint/', 'checkpoints/')))).toBe('');
});

test.each([
  ['seeds: 1', 'Expected `seeds` to be at least 2, got `1` (number).'],
  ['top: 0', 'Expected `top` to be at least 1, got `0` (number).'],
  ['times: 3', 'Expected one of `seeds` or `top`, found `times`.'],
])('a mistake in `replicates: { %s }`', (keys, message) => {
  const found = mistakesOf(written('', { top: `replicates: { ${keys} }` })).split('\n');
  expect(found[1]!.replace(/^ {2}\d+:\d+: /, '')).toBe(message);
});
