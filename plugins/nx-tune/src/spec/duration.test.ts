import { expect, test } from 'vitest';
import { parseDuration } from './duration.js';

test.each<[string | number, number]>([
  ['500ms', 500],
  ['5s', 5_000],
  ['15m', 900_000],
  ['2h', 7_200_000],
  ['1d', 86_400_000],
  ['1.5h', 5_400_000],
  [' 30 s ', 30_000],
  ['90', 90_000],
  [60, 60_000],
  [0.25, 250],
  [0, 0],
])('%j is %d ms', (written, milliseconds) => {
  expect(parseDuration(written)).toBe(milliseconds);
});

test.each(['', 'soon', '-5s', '5 minutes', '1h30m', 'ms', '5S', '1e3s', -1, NaN, Infinity])(
  'refuses %j',
  (written) => {
    expect(parseDuration(written)).toBeUndefined();
  },
);
