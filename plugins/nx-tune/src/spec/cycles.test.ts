import { expect, it } from 'vitest';
import { mistakesOf, specOf } from '../../test/spec/written.js';
import { endBefore } from './cycles.js';

const written = (top: string, second = 'b') => `
program: { command: run it }
parameters:
  x: { phase: a, range: [0, 1] }
  y: { phase: ${second}, range: [0, 1] }
phases:
  a: { objective: maximize score, gate: score >= 0.5, trials: 4, patience: 2 }
  ${second}: { objective: maximize score }
${top}`;

it('all phases come again, as they are, under names of their own', () => {
  const { phases } = specOf(written('cycles: 3'));
  expect(phases.map(({ name, of, cycle }) => [name, of, cycle])).toEqual([
    ['a', 'a', 1],
    ['b', 'b', 1],
    ['a-cycle-2', 'a', 2],
    ['b-cycle-2', 'b', 2],
    ['a-cycle-3', 'a', 3],
    ['b-cycle-3', 'b', 3],
  ]);
  const [first, second] = phases.filter(({ of }) => of === 'a');
  expect({ ...second, name: 'a', cycle: 1 }).toEqual(first);
});

it('one cycle is what a pipeline without cycles is', () => {
  expect(specOf(written('cycles: 1')).phases).toEqual(specOf(written('')).phases);
});

it('a cycle ends with the last phase, and began where that of the cycle before ended', () => {
  const spec = specOf(written('cycles: 3'));
  expect(spec.phases.map((phase) => endBefore(spec, phase)?.name)).toEqual([
    undefined,
    undefined,
    undefined,
    'b',
    undefined,
    'b-cycle-2',
  ]);
});

it('mistakes are shown where they are', () => {
  expect(mistakesOf(written('cycles: 0'))).toBe(
    [
      'pipelines/demo/pipeline.yaml',
      '  9:9: Expected `cycles` to be at least 1, got `0` (number).',
      '      cycles: 0',
      '              ^',
    ].join('\n'),
  );
  expect(mistakesOf(written('cycles: 2', 'a-cycle-2'))).toBe(
    [
      'pipelines/demo/pipeline.yaml',
      '  8:3: Expected a phase to have another name than that of a later cycle, found `a-cycle-2`.',
      '    hint: rename it',
      '        a-cycle-2: { objective: maximize score }',
      '        ^',
    ].join('\n'),
  );
});
