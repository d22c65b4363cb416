import { describe, expect, it } from 'vitest';
import { specOf } from '../../test/spec/written.js';
import type { Incumbent } from '../results/types.js';
import { suggest } from '../sample/index.js';
import type { Domain, Values } from '../spec/types.js';
import { definitionDigest, trialRef } from './definition.js';
import { narrowed } from './narrow.js';
import { incumbentFor, paramsOf, sampleRequest, trialConfig } from './values.js';

const pipeline = (cycles: number) => `
program: { command: run }
parameters:
  linear: { phase: a, range: [0, 8], default: 1 }
  log:    { phase: a, range: [0.001, 10], scale: log, default: 0.1 }
  step:   { phase: a, range: [0, 100], step: 10, default: 50 }
  size:   { phase: a, choices: [8, 16, 32, 64, 128, 256, 512, 1024], default: 64 }
  kind:   { phase: a, choices: [plain, deep, wide], default: plain }
  absent: { phase: a, range: [0, 1], when: { kind: deep } }
  y:      { phase: b, range: [0, 1], default: 0.5 }
fixed: { later: 1 }
phases:
  a: { objective: maximize score, trials: 4 }
  b: { objective: maximize score, trials: 1 }
cycles: ${cycles}
`;
const spec = specOf(pipeline(3));
const at = (phase: string, index = 1) => trialRef(spec, { phase, tier: 'CRITICAL', index });
const found: Incumbent = {
  params: { linear: 5, log: 0.1, step: 100, size: 64, kind: 'plain', y: 0.75 },
  upstream: { a: { trial: 'a_CRITICAL_002' }, b: { trial: 'b_CRITICAL_000' } },
};

const spaceIn = (phase: string, params: Values = found.params): Record<string, Domain> =>
  Object.fromEntries(narrowed(at(phase), { ...found, params }).map(({ name, domain }) => [name, domain]));

describe('the search space', () => {
  it('is as written in the first cycle', () => {
    expect(narrowed(at('a'), found)).toBe(at('a').tier.parameters);
  });

  it('is half as wide around the incumbent in the second', () => {
    const { linear, log, step, size, kind, absent } = spaceIn('a-cycle-2');
    expect(linear).toMatchObject({ low: 3, high: 7 });
    // Two of four decades.
    expect(log).toMatchObject({
      low: expect.closeTo(0.01, 12) as number,
      high: expect.closeTo(1, 12) as number,
    });
    // Moved, where the incumbent is near an end; in whole steps.
    expect(step).toMatchObject({ low: 50, high: 100, step: 10 });
    expect(size).toMatchObject({ choices: [16, 32, 64, 128, 256] });
    expect(kind).toMatchObject({ choices: ['plain', 'deep', 'wide'] });
    expect(absent).toMatchObject({ low: 0, high: 1 });
  });

  it('is half as wide again in the third, with a neighbour on each side at least', () => {
    const { linear, step, size } = spaceIn('a-cycle-3', { ...found.params, step: 50, linear: 0.25 });
    expect(linear).toMatchObject({ low: 0, high: 2 });
    expect(step).toMatchObject({ low: 40, high: 60 });
    expect(size).toMatchObject({ choices: [32, 64, 128] });
    const { step: first } = spaceIn('a-cycle-3', { ...found.params, step: 0 });
    expect(first).toMatchObject({ low: 0, high: 20 });
  });

  it('is what the sampler draws from', () => {
    for (let index = 1; index < 4; index++) {
      const { linear, step } = suggest(sampleRequest(at('a-cycle-2', index), found, []));
      expect(linear).toBeGreaterThanOrEqual(3);
      expect(linear).toBeLessThanOrEqual(7);
      expect([50, 60, 70, 80, 90, 100]).toContain(step);
    }
  });
});

it('a program of a later cycle is told of phases before its own alone, and its phase by the written name', () => {
  const ref = at('a-cycle-2', 0);
  const incumbent = incumbentFor(ref, found);
  expect(incumbent).toEqual({
    params: { linear: 5, log: 0.1, step: 100, size: 64, kind: 'plain' },
    upstream: {},
  });
  const suggestion = suggest(sampleRequest(ref, incumbent, []));
  expect(trialConfig(ref, incumbent, paramsOf(ref, incumbent, suggestion))).toEqual({
    pipeline: 'demo',
    phase: 'a',
    tier: 'CRITICAL',
    trial: 'a-cycle-2_CRITICAL_000',
    seed: 0,
    params: { kind: 'plain', later: 1, linear: 5, log: 0.1, size: 64, step: 100 },
    upstream: {},
  });
  expect(incumbentFor(at('b-cycle-2', 0), found)).toEqual({
    params: found.params,
    upstream: { a: found.upstream['a'] },
  });
});

it('more cycles leave the trials of those before as they are', () => {
  const digestIn = (cycles: number, phase: string) =>
    definitionDigest(trialRef(specOf(pipeline(cycles)), { phase, tier: 'CRITICAL', index: 1 }));
  expect(digestIn(3, 'a')).toBe(digestIn(1, 'a'));
  expect(digestIn(3, 'a-cycle-2')).toBe(digestIn(2, 'a-cycle-2'));
  expect(digestIn(3, 'a-cycle-2')).not.toBe(digestIn(3, 'a-cycle-3'));
  expect(digestIn(3, 'a-cycle-2')).not.toBe(digestIn(3, 'a'));
});
