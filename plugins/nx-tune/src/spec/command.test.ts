import { expect, test } from 'vitest';
import { splitCommand } from './command.js';

// Expected values: Python's shlex.split, but where a comment says otherwise.
test.each<[string, string[]]>([
  ['node trials/demo/main.js', ['node', 'trials/demo/main.js']],
  ['  python3\t-m   demo\n', ['python3', '-m', 'demo']],
  [`run "two words" 'and "three" more'`, ['run', 'two words', 'and "three" more']],
  [`run a"b c"d'e f'`, ['run', 'ab cde f']],
  [`run "" ''`, ['run', '', '']],
  ['run a\\ b \\"c \\\\d', ['run', 'a b', '"c', '\\d']],
  ['run "a\\"b" "a\\\\b" "a\\nb"', ['run', 'a"b', 'a\\b', 'a\\nb']],
  [`run 'a\\b'`, ['run', 'a\\b']],
  [
    'run $HOME `id` *.txt > out | cat; true && false',
    'run $HOME `id` *.txt > out | cat; true && false'.split(' '),
  ],
  ['run # not a comment', ['run', '#', 'not', 'a', 'comment']],
  // A backslash at the very end stands for itself; shlex refuses it.
  ['dir C:\\', ['dir', 'C:\\']],
  ['', []],
])('splits %j', (line, words) => {
  expect(splitCommand(line)).toEqual(words);
});

test.each([`run "open`, `run 'open`, `run "it's`, `run a\\"b "`])('finds the open quote in %j', (line) => {
  expect(splitCommand(line)).toBeUndefined();
});
