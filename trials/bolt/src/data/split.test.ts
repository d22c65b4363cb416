import { expect, test } from 'vitest';
import { splitMails } from './split.js';

test('every mail is in exactly one part, and parts have the sizes of the task', () => {
  const { fit, validation, devTest, sealedTest } = splitMails(5743, 7);
  expect([fit, validation, devTest, sealedTest].map((part) => part.length)).toEqual([2000, 1000, 1371, 1372]);
  const all = [...fit, ...validation, ...devTest, ...sealedTest].sort((a, b) => a - b);
  expect(all).toEqual([...Array(5743).keys()]);
});

test('the seed decides', () => {
  expect(splitMails(5743, 7)).toEqual(splitMails(5743, 7));
  expect(splitMails(5743, 8).fit).not.toEqual(splitMails(5743, 7).fit);
});
