import { expect, test } from 'vitest';
import { observed } from '../../test/select/observations.js';
import { specOf } from '../../test/spec/written.js';
import type { Incumbent } from '../results/types.js';
import { nextIncumbent } from './incumbent.js';

const spec = specOf(`
program: { command: run }
parameters:
  width: { phase: first, range: [0, 1] }
  x: { phase: a, range: [0, 10], step: 1 }
  kind: { phase: a, choices: [plain, deep] }
  depth: { phase: a, range: [1, 3], step: 1, when: { kind: deep } }
phases:
  first: { objective: maximize score, trials: 1 }
  a: { objective: maximize score, trials: { CRITICAL: 2 } }
`);
const phase = spec.phases[1]!;
const artifact = { path: 'results/demo/trials/a_CRITICAL_003/model.txt', sha256: 'ab'.repeat(32) };
const first = { trial: 'first_CRITICAL_000', artifact: { path: 'first.txt', sha256: 'cd'.repeat(32) } };
const before: Incumbent = { params: { width: 0.5 }, upstream: { first } };

test('the winner adds its values and its artifact to those of the phases before', () => {
  const winner = observed(3, 1, { values: { x: 3, kind: 'plain' }, artifact });
  expect(nextIncumbent(spec, before, { phase, winner })).toEqual({
    params: { kind: 'plain', width: 0.5, x: 3 },
    upstream: { first, a: { trial: 'a_CRITICAL_003', artifact } },
  });
});

test('what the phase had before goes, down to a parameter that is no longer active', () => {
  const deep = observed(1, 1, { values: { x: 1, kind: 'deep', depth: 2 }, artifact });
  const after = nextIncumbent(spec, before, { phase, winner: deep });
  const plain = observed(2, 2, { values: { x: 2, kind: 'plain' } });
  const next = nextIncumbent(spec, after, { phase, winner: plain });
  expect(next).toEqual({
    params: { kind: 'plain', width: 0.5, x: 2 },
    upstream: { first, a: { trial: 'a_CRITICAL_002' } },
  });
});

test('equal winners give equal bytes, whatever the order of their values', () => {
  const bytes = (values: Record<string, number | string>) =>
    JSON.stringify(nextIncumbent(spec, before, { phase, winner: observed(3, 1, { values, artifact }) }));
  expect(bytes({ x: 3, kind: 'plain' })).toBe(bytes({ kind: 'plain', x: 3 }));
});

test('neither objective nor metrics enter: a winner that is only measured otherwise re-runs nothing behind it', () => {
  const winner = observed(3, 1, { values: { x: 3 }, artifact });
  const measured = { ...winner, objective: 2, metrics: { score: 2, other: 1 } };
  expect(nextIncumbent(spec, before, { phase, winner: measured })).toEqual(
    nextIncumbent(spec, before, { phase, winner }),
  );
});

test('a winner whose result is that of an earlier trial is that trial', () => {
  const winner = observed(3, 1, { values: { x: 3, kind: 'plain' }, artifact });
  const same = { ...winner, trial: 'a-cycle-2_CRITICAL_000', same_as: winner.trial };
  expect(nextIncumbent(spec, before, { phase, winner: same })).toEqual(
    nextIncumbent(spec, before, { phase, winner }),
  );
});
