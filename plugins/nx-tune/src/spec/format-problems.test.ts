import { expect, test } from 'vitest';
import { formatProblems } from './format-problems.js';

const source = (text: string) => (): string => text;

test('problems are grouped by file, each with its line, a caret and a hint', () => {
  const problems = [
    { file: 'b.yaml', line: 2, column: 3, message: 'Expected one thing.' },
    { file: 'a.yaml', line: 1, column: 1, message: 'Expected another.', hint: 'try this' },
    { file: 'b.yaml', line: 1, column: 4, message: 'Expected a third.' },
  ];
  const texts = new Map([['b.yaml', 'abcdef\n  ghi\n']]);
  expect(formatProblems(problems, (file) => texts.get(file))).toBe(`b.yaml
  2:3: Expected one thing.
        ghi
        ^
  1:4: Expected a third.
      abcdef
         ^

a.yaml
  1:1: Expected another.
    hint: try this`);
});

test('a place at the end of a line or of the file has its caret there, or none', () => {
  const at = (line: number, column: number): string =>
    formatProblems([{ file: 'a', line, column, message: 'M.' }], source('key:\n\nb'));
  expect(at(1, 5)).toBe('a\n  1:5: M.\n      key:\n          ^');
  expect(at(2, 1)).toBe('a\n  2:1: M.');
  expect(at(9, 1)).toBe('a\n  9:1: M.');
});

test('a long line is cut around the place', () => {
  const line = `${'a'.repeat(150)}X${'b'.repeat(150)}`;
  const text = formatProblems([{ file: 'a', line: 1, column: 151, message: 'M.' }], source(line));
  expect(text).toBe(`a\n  1:151: M.\n      ${'a'.repeat(50)}X${'b'.repeat(49)}\n      ${' '.repeat(50)}^`);
});

test('control characters do not reach the terminal, and columns hold', () => {
  const text = formatProblems(
    [{ file: 'a', line: 1, column: 8, message: 'M.' }],
    source('\tk: \u001b[31mred'),
  );
  expect(text).toBe('a\n  1:8: M.\n       k:  [31mred\n             ^');
});

test('no problems give no text', () => {
  expect(formatProblems([], source(''))).toBe('');
});
