import { expect, test } from 'vitest';
import { didYouMean, editDistance, nearest } from './nearest.js';

test.each([
  ['', '', 0],
  ['abc', '', 3],
  ['', 'abc', 3],
  ['trials', 'trials', 0],
  ['trails', 'trials', 1],
  ['kitten', 'sitting', 3],
  ['ca', 'abc', 3],
  ['objectve', 'objective', 1],
  ['flaw', 'lawn', 2],
])('%j and %j are %d edits apart', (a, b, edits) => {
  expect(editDistance(a, b)).toBe(edits);
  expect(editDistance(b, a)).toBe(edits);
});

test.each([
  ['trails', ['trials', 'sources'], 'trials'],
  ['critical', ['CRITICAL', 'IMPORTANT'], 'CRITICAL'],
  ['vea', ['gp', 'vae'], 'vae'],
  ['accuracy_at_9', ['accuracy_at_8', 'accuracy_at_1'], 'accuracy_at_8'],
  ['base', ['name'], undefined],
  ['gp', ['vae'], undefined],
  ['x', ['y'], undefined],
  ['anything', [], undefined],
])('the nearest to %j among %j is %j', (found, candidates, expected) => {
  expect(nearest(found, candidates)).toBe(expected);
});

test('a hint is a question, or none', () => {
  expect(didYouMean('trails', ['trials'])).toBe('did you mean `trials`?');
  expect(didYouMean('elephant', ['trials'])).toBeUndefined();
});
