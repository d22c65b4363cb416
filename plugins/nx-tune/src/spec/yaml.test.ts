import { expect, test } from 'vitest';
import { load, mistakesOf } from '../../test/spec/written.js';

test.each<[string, string, ...string[]]>([
  [
    'an empty file',
    '',
    '  1:1: Expected a map with keys such as `program` and `phases`, found an empty file.',
  ],
  [
    'a file of comments',
    '# nothing yet\n',
    '  1:1: Expected a map with keys such as `program` and `phases`, found an empty file.',
    '      # nothing yet',
    '      ^',
  ],
  [
    'a list',
    '\n- program\n',
    '  2:1: Expected a map with keys such as `program` and `phases`, got a list.',
    '      - program',
    '      ^',
  ],
  [
    'a word',
    'hello',
    '  1:1: Expected a map with keys such as `program` and `phases`, got `hello` (string).',
    '      hello',
    '      ^',
  ],
  [
    'a tab as indentation',
    'program:\n\tcommand: demo\n',
    '  2:1: Expected valid YAML, found: Tabs are not allowed as indentation.',
    '       command: demo',
    '      ^',
  ],
  [
    'an open bracket',
    'program: { command: demo\nphases:\n',
    '  2:1: Expected valid YAML, found: Flow map in block collection must be sufficiently indented and end with a }.',
    '      phases:',
    '      ^',
  ],
  [
    'a colon in a value',
    'name: a: b\n',
    '  1:7: Expected valid YAML, found: Nested mappings are not allowed in compact mappings.',
    '      name: a: b',
    '            ^',
  ],
  [
    'two documents',
    'seed: 1\n---\nseed: 2\n',
    '  2:1: Expected one YAML document, found another one.',
    '      ---',
    '      ^',
  ],
  [
    'a tag of its own',
    'name: !name demo\n',
    '  1:7: Expected valid YAML, found: Unresolved tag: !name.',
    '      name: !name demo',
    '            ^',
  ],
  [
    'a tag beyond the core schema',
    'name: !!binary aGk=\n',
    '  1:7: Expected valid YAML, found: Unresolved tag: tag:yaml.org,2002:binary.',
    '      name: !!binary aGk=',
    '            ^',
  ],
  [
    'a key that reaches for the prototype',
    'fixed: { __proto__: { a: 1 } }\n',
    '  1:10: Expected a key to be a name, got `__proto__`.',
    '      fixed: { __proto__: { a: 1 } }',
    '               ^',
  ],
  [
    'a list as a key',
    '? [a, b]\n: c\n',
    '  1:3: Expected a key to be a name, got a list, a map or an alias.',
    '      ? [a, b]',
    '        ^',
  ],
  [
    'an alias without an anchor',
    'seed: *other\n',
    '  1:7: Expected an anchor before its alias `*other`, found none.',
    '      seed: *other',
    '            ^',
  ],
  [
    'an alias inside itself',
    'fixed: &own { a: *own }\n',
    '  1:18: Expected alias `*own` not to contain itself.',
    '      fixed: &own { a: *own }',
    '                       ^',
  ],
])('%s', (_, content, ...lines) => {
  expect(mistakesOf(content)).toBe(['pipelines/demo/pipeline.yaml', ...lines].join('\n'));
});

test('each key that is given twice is shown, beside other mistakes', () => {
  expect(mistakesOf('seed: 1\nprogram: { command: demo, command: other }\nseed: -1\nphases: {}\n')).toBe(
    `pipelines/demo/pipeline.yaml
  2:27: Expected \`command\` once in its map, found it again.
    hint: the first is on line 2
      program: { command: demo, command: other }
                                ^
  3:1: Expected \`seed\` once in its map, found it again.
    hint: the first is on line 1
      seed: -1
      ^
  4:1: Expected \`phases\` to name one phase or more, got an empty map.
      phases: {}
      ^`,
  );
});

test('aliases that double each other are cut short', () => {
  const lines = ['a: &a [x, x, x, x, x, x, x, x, x, x]'];
  for (const [index, name] of [...'bcdefghi'].entries()) {
    const alias = `*${'abcdefgh'[index]}`;
    lines.push(`${name}: &${name} [${Array.from({ length: 10 }, () => alias).join(', ')}]`);
  }
  expect(mistakesOf(lines.join('\n'))).toBe(
    `pipelines/demo/pipeline.yaml
  5:8: Expected at most 20000 values with aliases expanded, found more.
      e: &e [*d, *d, *d, *d, *d, *d, *d, *d, *d, *d]
             ^`,
  );
});

test.each(['[', '{a: ', '- ', '? '])('%j ten thousand times does not exhaust the stack', (opening) => {
  const loaded = load(`seed:\n  ${opening.repeat(10_000)}`);
  expect(!loaded.ok && loaded.problems.map((one) => one.message)).toEqual([
    'Expected at most 64 levels of lists and maps, found more.',
  ]);
});

test('anchors and aliases of an ordinary file are followed', () => {
  const loaded = load(`
program: &program { command: demo, sources: [src/**] }
prepare: *program
phases: { fit: &phase { objective: maximize accuracy }, test: *phase }
`);
  expect(loaded).toMatchObject({
    ok: true,
    spec: {
      prepare: { command: ['demo'], sources: ['src/**'] },
      phases: [{ name: 'fit' }, { name: 'test' }],
    },
  });
});

test('a mistake behind an alias is shown where the alias is written', () => {
  const loaded = load('program: { command: demo }\nseed: &seed -1\nphases: *seed\n');
  expect(!loaded.ok && loaded.problems.map(({ line, column, message }) => [line, column, message])).toEqual([
    [2, 13, 'Expected `seed` to be at least 0, got `-1` (number).'],
    [3, 9, 'Expected `phases` to be a map, got `-1` (number).'],
  ]);
});

test.each([
  [
    'Windows line ends',
    'program: { command: demo }\r\nphases: { fit: { objective: maximize accuracy } }\r\nseed: -1\r\n',
  ],
  [
    'a byte order mark',
    '\uFEFFseed: -1\nprogram: { command: demo }\nphases: { fit: { objective: maximize accuracy } }',
  ],
])('%s do not shift positions', (_, content) => {
  const loaded = load(content);
  const line = content.startsWith('\uFEFF') ? 1 : 3;
  expect(!loaded.ok && loaded.problems).toEqual([
    {
      file: 'pipelines/demo/pipeline.yaml',
      line,
      column: 7,
      message: 'Expected `seed` to be at least 0, got `-1` (number).',
    },
  ]);
});
