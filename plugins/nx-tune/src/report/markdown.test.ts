import { expect, test } from 'vitest';
import { blocks, code, plain, plural, table } from './markdown.js';

test('a table aligns numbers to the right and keeps each row on a line', () => {
  const columns = [{ title: 'Trial' }, { title: 'Loss', right: true }];
  expect(
    table(columns, [
      ['a | b', '1'],
      ['two\nlines', ''],
    ]),
  ).toBe(['| Trial | Loss |', '| --- | ---: |', '| a \\| b | 1 |', '| two lines |  |'].join('\n'));
});

test('a code span is fenced by more backticks than it holds', () => {
  expect([code('x >= 1'), code('a `b` c'), code('``')]).toEqual(['`x >= 1`', '`` a `b` c ``', '``` `` ```']);
});

test('text from outside is no markup', () => {
  expect(plain('[a](b) *c* <d> ~e~ `f` #g \\')).toBe('\\[a\\](b) \\*c\\* \\<d\\> \\~e\\~ \\`f\\` \\#g \\\\');
});

test('underscores inside words are no markup to begin with', () => {
  expect(plain('my_metric _em_ __init__')).toBe('my_metric \\_em\\_ \\_\\_init\\_\\_');
});

test('empty parts leave no gap between the blocks', () => {
  expect(blocks('a', undefined, false, '', 'b')).toBe('a\n\nb');
});

test('plural', () => {
  expect([plural(1, 'trial'), plural(0, 'trial'), plural(2, 'more', 'more')]).toEqual([
    '1 trial',
    '0 trials',
    '2 more',
  ]);
});
