import { expect, test } from 'vitest';
import { mistakesOf } from '../../test/spec/written.js';

const PROGRAM = 'program: { command: demo }';
const PHASES = 'phases: { fit: { objective: maximize accuracy }, test: { objective: maximize accuracy } }';
/** A pipeline without mistakes but for the given parameters. */
const parameters = (...lines: string[]): string =>
  [PROGRAM, PHASES, 'parameters:', ...lines.map((line) => `  ${line}`)].join('\n');
/** A pipeline without mistakes but for the keys given for its phase. */
const phase = (...lines: string[]): string =>
  [PROGRAM, 'phases:', '  fit:', ...lines.map((line) => `    ${line}`)].join('\n');
/** A pipeline without mistakes but for the given lines. */
const top = (...lines: string[]): string => [PROGRAM, PHASES, ...lines].join('\n');

test('a pipeline without mistakes has none', () => {
  expect(mistakesOf(parameters('a: { phase: fit, range: [0, 1] }'))).toBe('');
});

test.each<[string, string, string[]]>([
  [
    'an unknown key at the top',
    top('fixd: { a: 1 }'),
    [
      '  3:1: Expected one of `extends`, `name`, `seed`, `program`, `prepare`, `finish`, `parameters`, `fixed`, `metrics`, `phases`, `cycles`, `sampler`, `stop`, `replicates` or `runtime`, found `fixd`.',
      '    hint: did you mean `fixed`?',
      '      fixd: { a: 1 }',
      '      ^',
    ],
  ],
  [
    'an unknown key of a phase',
    phase('objective: maximize accuracy', 'trails: 3'),
    [
      '  5:5: Expected one of `objective`, `gate`, `artifact`, `trials`, `sources`, `sampler`, `patience`, `min_improvement`, `stop` or `replicates`, found `trails`.',
      '    hint: did you mean `trials`?',
      '          trails: 3',
      '          ^',
    ],
  ],
  [
    'an unknown key far from all known ones',
    phase('objective: maximize accuracy', 'budget: 3'),
    [
      '  5:5: Expected one of `objective`, `gate`, `artifact`, `trials`, `sources`, `sampler`, `patience`, `min_improvement`, `stop` or `replicates`, found `budget`.',
      '          budget: 3',
      '          ^',
    ],
  ],
  [
    'a misspelt required key, once',
    phase('objectve: maximize accuracy'),
    [
      '  4:5: Expected one of `objective`, `gate`, `artifact`, `trials`, `sources`, `sampler`, `patience`, `min_improvement`, `stop` or `replicates`, found `objectve`.',
      '    hint: did you mean `objective`?',
      '          objectve: maximize accuracy',
      '          ^',
    ],
  ],
  [
    'a misspelt range, once',
    parameters('a: { phase: fit, rnage: [0, 1] }'),
    [
      '  4:20: Expected one of `phase`, `tier`, `range`, `choices`, `scale`, `step`, `default` or `when`, found `rnage`.',
      '    hint: did you mean `range`?',
      '        a: { phase: fit, rnage: [0, 1] }',
      '                         ^',
    ],
  ],
  [
    'an unknown key of the runtime, planned for later or not',
    top('runtime: { retries: 3 }'),
    [
      '  3:12: Expected one of `attempts`, `backoff`, `timeout`, `stall`, `heartbeat`, `grace`, `gate` or `max_failed`, found `retries`.',
      '      runtime: { retries: 3 }',
      '                 ^',
    ],
  ],
  [
    'an unknown tier of trials',
    phase('objective: maximize accuracy', 'trials: { CRITCAL: 3 }'),
    [
      '  5:15: Expected one of `CRITICAL`, `IMPORTANT` or `FINETUNE`, found `CRITCAL`.',
      '    hint: did you mean `CRITICAL`?',
      '          trials: { CRITCAL: 3 }',
      '                    ^',
    ],
  ],
])('%s', (_, content, lines) => {
  expect(mistakesOf(content)).toBe(['pipelines/demo/pipeline.yaml', ...lines].join('\n'));
});

/** The messages and hints alone: excerpts are tested above. */
function messages(content: string): string[] {
  return mistakesOf(content)
    .split('\n')
    .filter((line) => /^ {2}\d|^ {4}hint/.test(line))
    .map((line) => line.trim());
}

test.each<[string, string, ...string[]]>([
  [
    'ends of a range in the wrong order',
    parameters('a: { phase: fit, range: [2, 1] }'),
    '4:27: Expected `low` to be less than `high` in `range`, got `2` and `1`.',
    'hint: write `[1, 2]`',
  ],
  [
    'ends of a range that are equal',
    parameters('a: { phase: fit, range: [1, 1] }'),
    '4:27: Expected `low` to be less than `high` in `range`, got `1` and `1`.',
  ],
  [
    'a log scale from 0',
    parameters('a: { phase: fit, range: [0, 1], scale: log }'),
    '4:28: Expected `low` to be greater than 0 when `scale` is `log`, got `0` (number).',
  ],
  [
    'a log scale from below 0',
    parameters('a: { phase: fit, range: [-0.5, 1], scale: log }'),
    '4:28: Expected `low` to be greater than 0 when `scale` is `log`, got `-0.5` (number).',
  ],
  [
    'a log scale with a step',
    parameters('a: { phase: fit, range: [1, 9], scale: log, step: 2 }'),
    '4:53: Expected no `step` when `scale` is `log`, got `2` (number).',
    'hint: leave `step` out, or list the values as `choices`',
  ],
  [
    'a step that misses the upper end',
    parameters('a: { phase: fit, range: [1, 100], step: 10 }'),
    '4:43: Expected `step` to lead from `1` to `100` in whole steps, got `10` (number).',
    'hint: `range: [1, 91]` has whole steps',
  ],
  [
    'a step longer than the range',
    parameters('a: { phase: fit, range: [0, 1], step: 2 }'),
    '4:41: Expected `step` to lead from `0` to `1` in whole steps, got `2` (number).',
  ],
  [
    'a step of 0',
    parameters('a: { phase: fit, range: [0, 1], step: 0 }'),
    '4:41: Expected `step` to be greater than 0, got `0` (number).',
  ],
  [
    'a default outside its range',
    parameters('a: { phase: fit, range: [0, 1], default: 1.5 }'),
    '4:44: Expected `default` to be within `0..1`, got `1.5` (number).',
  ],
  [
    'a default beside the grid',
    parameters('a: { phase: fit, range: [0, 8], step: 4, default: 5 }'),
    '4:53: Expected `default` to be within `0..8` in steps of 4, got `5` (number).',
  ],
  [
    'a default that is no choice',
    parameters('a: { phase: fit, choices: [4, 6, 8], default: "6" }'),
    '4:49: Expected `default` to be one of `4`, `6` or `8`, got `6` (string).',
  ],
  [
    'range and choices at once',
    parameters('a: { phase: fit, range: [0, 1], choices: [1] }'),
    '4:3: Expected `a` to have exactly one of `range` and `choices`, found both.',
  ],
  [
    'neither range nor choices',
    parameters('a: { phase: fit }'),
    '4:3: Expected `a` to have exactly one of `range` and `choices`, found neither.',
  ],
  [
    'a range of three',
    parameters('a: { phase: fit, range: [0, 1, 2] }'),
    '4:27: Expected `range` to be a list of two numbers, `[low, high]`, got a list of 3.',
  ],
  [
    'a range of words',
    parameters('a: { phase: fit, range: [0, one] }'),
    '4:31: Expected entry 2 of `range` to be a number, got `one` (string).',
  ],
  [
    'a range without end',
    parameters('a: { phase: fit, range: [0, .inf] }'),
    '4:31: Expected entry 2 of `range` to be a number, got `Infinity` (number).',
  ],
  [
    'no choices',
    parameters('a: { phase: fit, choices: [] }'),
    '4:29: Expected `choices` to be a list of one value or more, got an empty list.',
  ],
  [
    'a choice twice',
    parameters('a: { phase: fit, choices: [1, x, 1] }'),
    '4:36: Expected the entries of `choices` to differ, found `1` (number) again.',
  ],
  [
    'a scale and a step beside choices',
    parameters('a: { phase: fit, choices: [1], scale: log, step: 1 }'),
    '4:34: Expected `scale` only beside `range`, found it beside `choices`.',
    '4:46: Expected `step` only beside `range`, found it beside `choices`.',
  ],
  [
    'a parameter without a phase',
    parameters('a: { range: [0, 1] }'),
    '4:3: Expected `a` to have `phase`, a string, found none.',
  ],
  [
    'an unknown phase',
    parameters('a: { phase: fti, range: [0, 1] }'),
    '4:15: Expected `phase` to be a phase (`fit` or `test`), got `fti` (string).',
    'hint: did you mean `fit`?',
  ],
  [
    'an unknown tier',
    parameters('a: { phase: fit, tier: Important, range: [0, 1] }'),
    '4:26: Expected `tier` to be one of `CRITICAL`, `IMPORTANT` or `FINETUNE`, got `Important` (string).',
    'hint: did you mean `IMPORTANT`?',
  ],
  [
    'a name that is no identifier',
    parameters('a-b: { phase: fit, range: [0, 1] }'),
    '4:3: Expected key `a-b` to be an identifier (letters, digits and `_`, starting with a letter).',
  ],
  [
    'all mistakes of a parameter at once',
    parameters('a: { phase: fti, tier: 1, range: [2, 1], default: [], steps: 1 }'),
    '4:15: Expected `phase` to be a phase (`fit` or `test`), got `fti` (string).',
    'hint: did you mean `fit`?',
    '4:26: Expected `tier` to be one of `CRITICAL`, `IMPORTANT` or `FINETUNE`, got `1` (number).',
    '4:36: Expected `low` to be less than `high` in `range`, got `2` and `1`.',
    'hint: write `[1, 2]`',
    '4:53: Expected `default` to be a number, a string or a boolean, got an empty list.',
    '4:57: Expected one of `phase`, `tier`, `range`, `choices`, `scale`, `step`, `default` or `when`, found `steps`.',
    'hint: did you mean `step`?',
  ],
])('parameter: %s', (_, content, ...expected) => {
  expect(messages(content)).toEqual(expected);
});

test.each<[string, string, ...string[]]>([
  [
    'an unknown parameter',
    parameters('alpha: { phase: fit, range: [0, 1] }', 'b: { phase: fit, choices: [1], when: { alhpa: 1 } }'),
    '5:42: Expected `when` to name a parameter, found `alhpa`.',
    'hint: did you mean `alpha`?',
  ],
  [
    'a value outside the range',
    parameters('a: { phase: fit, range: [0, 1] }', 'b: { phase: fit, choices: [1], when: { a: 2 } }'),
    '5:45: Expected `a` to be within `0..1`, got `2` (number).',
  ],
  [
    'a value of another type',
    parameters(
      'a: { phase: fit, choices: [true, false] }',
      'b: { phase: fit, choices: [1], when: { a: yes } }',
    ),
    '5:45: Expected `a` to be `true` or `false`, got `yes` (string).',
  ],
  [
    'a parameter of a later phase',
    parameters('a: { phase: test, choices: [1] }', 'b: { phase: fit, choices: [1], when: { a: 1 } }'),
    '5:42: Expected `when` to name a parameter of `fit`, found `a` of the later phase `test`.',
  ],
  [
    'itself',
    parameters('a: { phase: fit, choices: [1], when: { a: 1 } }'),
    '4:34: Expected `when` not to form a cycle, found `a` -> `a`.',
  ],
  [
    'a cycle of three, once',
    parameters(
      'z: { phase: fit, choices: [1], when: { a: 1 } }',
      'a: { phase: fit, choices: [1], when: { b: 1 } }',
      'b: { phase: fit, choices: [1], when: { c: 1 } }',
      'c: { phase: fit, choices: [1], when: { a: 1 } }',
    ),
    '5:34: Expected `when` not to form a cycle, found `a` -> `b` -> `c` -> `a`.',
  ],
  [
    'an ill-formed parameter, which alone is reported',
    parameters('a: { phase: fit, range: [1, 0] }', 'b: { phase: fit, choices: [1], when: { a: 7 } }'),
    '4:27: Expected `low` to be less than `high` in `range`, got `1` and `0`.',
    'hint: write `[0, 1]`',
  ],
])('when: %s', (_, content, ...expected) => {
  expect(messages(content)).toEqual(expected);
});

test.each<[string, string, ...string[]]>([
  ['no objective', phase('trials: 3'), '3:3: Expected `fit` to have `objective`, a string, found none.'],
  [
    'an objective without direction',
    phase('objective: accuracy'),
    '4:16: Expected `objective` to be `maximize` or `minimize` and one metric, got `accuracy` (string).',
  ],
  [
    'an objective that is not declared',
    [phase('objective: maximize acuracy'), 'metrics: { accuracy: {} }'].join('\n'),
    '4:16: Expected a metric that `metrics` declares, found `acuracy`.',
    'hint: did you mean `accuracy`?',
  ],
  [
    'a gate that is not declared, and one that is measured',
    [
      phase('objective: maximize accuracy', 'gate: [accuracy > 1, recall > 1, gpu_memory_peak < 20]'),
      'metrics: { accuracy: {} }',
    ].join('\n'),
    '5:26: Expected a metric that `metrics` declares, found `recall`.',
  ],
  [
    'a gate that does not parse',
    phase('objective: maximize accuracy', 'gate: accuracy => 0.85'),
    '5:11: Expected a condition of `gate` to be a metric, one of `>=`, `>`, `<=`, `<` and a number, or a metric and an interval `low..high`, got `accuracy => 0.85` (string).',
    'hint: such as `accuracy >= 0.85` or `accuracy 0.1..1.0`',
  ],
  [
    'a condition of several that does not parse, and one that is no text',
    phase('objective: maximize accuracy', 'gate: ["accuracy > 1", "kl 1..0", 3]'),
    '5:28: Expected a condition of `gate` to be a metric, one of `>=`, `>`, `<=`, `<` and a number, or a metric and an interval `low..high`, got `kl 1..0` (string).',
    'hint: such as `accuracy >= 0.85` or `accuracy 0.1..1.0`',
    '5:39: Expected entry 3 of `gate` to be a string, got `3` (number).',
  ],
  [
    'an artifact outside the folder of its trial',
    phase('objective: maximize accuracy', 'artifact: ../model.bin'),
    '5:15: Expected `artifact` to stay inside the output folder of a trial, got `../model.bin` (string).',
    'hint: write it from that folder, with `/` and without `..`',
  ],
  [
    'an absolute artifact',
    phase('objective: maximize accuracy', 'artifact: /tmp/model.bin'),
    '5:15: Expected `artifact` to stay inside the output folder of a trial, got `/tmp/model.bin` (string).',
    'hint: write it from that folder, with `/` and without `..`',
  ],
  [
    'no trials',
    phase('objective: maximize accuracy', 'trials: 0'),
    '5:13: Expected `trials` to be at least 1, got `0` (number).',
  ],
  [
    'too many trials',
    phase('objective: maximize accuracy', 'trials: 10001'),
    '5:13: Expected `trials` to be at most 10000, got `10001` (number).',
  ],
  [
    'half a trial',
    phase('objective: maximize accuracy', 'trials: { CRITICAL: 2.5 }'),
    '5:25: Expected `CRITICAL` to be an integer, got `2.5` (number).',
  ],
  [
    'trials in words',
    phase('objective: maximize accuracy', 'trials: ten'),
    '5:13: Expected `trials` to be an integer or a map, got `ten` (string).',
  ],
  [
    'trials for a tier without parameters',
    [
      phase('objective: maximize accuracy', 'trials: { CRITICAL: 3, FINETUNE: 2 }'),
      'parameters: { a: { phase: fit, range: [0, 1] } }',
    ].join('\n'),
    '5:28: Expected `trials` to name a tier in which `fit` has parameters, found `FINETUNE`.',
  ],
  [
    'an unknown sampler',
    phase('objective: maximize accuracy', 'sampler: { type: soboll }'),
    '5:22: Expected `type` to be one of `random`, `grid`, `sobol`, `tpe` or `gp`, got `soboll` (string).',
    'hint: did you mean `sobol`?',
  ],
  [
    "another sampler's option",
    phase('objective: maximize accuracy', 'sampler: { type: random, lag: 2 }'),
    '5:30: Expected no option of the sampler `random`, found `lag`.',
    'hint: `lag` is an option of `tpe` and `gp`',
  ],
  [
    'an improvement without patience',
    phase('objective: maximize accuracy', 'min_improvement: 0.1'),
    '5:5: Expected `min_improvement` only beside `patience`, found it without.',
  ],
  [
    'a patience of nothing',
    phase('objective: maximize accuracy', 'patience: 0'),
    '5:15: Expected `patience` to be at least 1, got `0` (number).',
  ],
  [
    'an option of no sampler',
    phase('objective: maximize accuracy', 'sampler: { type: gp, startpu: 2 }'),
    '5:26: Expected one of `type`, `startup` or `lag`, found `startpu`.',
    'hint: did you mean `startup`?',
  ],
  [
    'sources outside the workspace',
    phase('objective: maximize accuracy', "sources: ['../a/**', '!/b/*', 'c/{d,../e}', '!', 'f\\g', src/**]"),
    '5:15: Expected entry 1 of `sources` to be a glob that stays inside the workspace, got `../a/**` (string).',
    'hint: write it from the workspace root, with `/` and without `..`',
    '5:26: Expected entry 2 of `sources` to be a glob that stays inside the workspace, got `!/b/*` (string).',
    'hint: write it from the workspace root, with `/` and without `..`',
    '5:35: Expected entry 3 of `sources` to be a glob that stays inside the workspace, got `c/{d,../e}` (string).',
    'hint: write it from the workspace root, with `/` and without `..`',
    '5:49: Expected entry 4 of `sources` to be a glob that stays inside the workspace, got `!` (string).',
    'hint: write it from the workspace root, with `/` and without `..`',
    '5:54: Expected entry 5 of `sources` to be a glob that stays inside the workspace, got `f\\g` (string).',
    'hint: write it from the workspace root, with `/` and without `..`',
  ],
  ['no keys', `${PROGRAM}\nphases: { fit: }`, '2:16: Expected `fit` to be a map, got nothing.'],
])('phase: %s', (_, content, ...expected) => {
  expect(messages(content)).toEqual(expected);
});

test.each<[string, string, ...string[]]>([
  ['no program', PHASES, '1:1: Expected the file to have `program`, a map, found none.'],
  ['no phases', PROGRAM, '1:1: Expected the file to have `phases`, a map, found none.'],
  [
    'an empty map of phases',
    `${PROGRAM}\nphases: {}`,
    '2:1: Expected `phases` to name one phase or more, got an empty map.',
  ],
  ['phases without a value', `${PROGRAM}\nphases:`, '2:8: Expected `phases` to be a map, got nothing.'],
  ['a list of phases', `${PROGRAM}\nphases: [fit]`, '2:9: Expected `phases` to be a map, got a list of 1.'],
  [
    'a phase whose name is none',
    `${PROGRAM}\nphases: { 1st: { objective: maximize accuracy } }`,
    '2:11: Expected key `1st` to be a name (letters, digits, `_` and `-`, starting with a letter).',
  ],
  [
    'a name that is none',
    top('name: my pipeline'),
    '3:7: Expected `name` to be a name (letters, digits, `_` and `-`, starting with a letter), got `my pipeline` (string).',
  ],
  ['a negative seed', top('seed: -1'), '3:7: Expected `seed` to be at least 0, got `-1` (number).'],
  ['a broken seed', top('seed: 0.5'), '3:7: Expected `seed` to be an integer, got `0.5` (number).'],
  [
    'a large seed',
    top('seed: 4294967296'),
    '3:7: Expected `seed` to be at most 4294967295, got `4294967296` (number).',
  ],
  [
    'a sampler by its name alone',
    top('sampler: tpe'),
    '3:10: Expected `sampler` to be a map, got `tpe` (string).',
  ],
  [
    'a fixed list',
    top('fixed: { a: [1] }'),
    '3:13: Expected `a` to be a number, a string or a boolean, got a list of 1.',
  ],
  [
    'a pinned parameter of another type',
    `${parameters('a: { phase: fit, range: [0, 8], step: 4 }', 'b: { phase: fit, choices: [on, true] }')}\nfixed: { a: 4.5, b: 1 }`,
    '6:13: Expected `a` to be an integer, got `4.5` (number).',
    '6:21: Expected `b` to be of the same type as its choices (`string` or `boolean`), got `1` (number).',
  ],
  [
    'a pinned continuous parameter of another type',
    `${parameters('a: { phase: fit, range: [0, 8] }')}\nfixed: { a: many }`,
    '5:13: Expected `a` to be a number, got `many` (string).',
  ],
  [
    'a target that does not parse',
    `${top()}\nmetrics: { accuracy: { target: above 0.9 } }`,
    '3:32: Expected `target` to be like `>= 0.93`, `0.1..1.0` (the lower end first), `minimize` or `maximize`, got `above 0.9` (string).',
  ],
  [
    'a target that is a number',
    `${top()}\nmetrics: { accuracy: { target: 0.9 } }`,
    '3:32: Expected `target` to be a string, got `0.9` (number).',
  ],
  [
    'a measured metric that is said to be the same each time',
    `${top()}\nmetrics: { accuracy: {}, wall_clock_time: { volatile: false } }`,
    '3:55: Expected `volatile` to be true for `wall_clock_time`, which the runner measures, got `false` (boolean).',
  ],
])('pipeline: %s', (_, content, ...expected) => {
  expect(messages(content)).toEqual(expected);
});

test.each<[string, string, ...string[]]>([
  [
    'no command',
    `program: { sources: [] }\n${PHASES}`,
    '1:1: Expected `program` to have `command`, a string or a list, found none.',
  ],
  [
    'an empty command',
    `program: { command: "" }\n${PHASES}`,
    '1:21: Expected `command` to name a program, got `` (string).',
  ],
  [
    'an empty list',
    `program: { command: [] }\n${PHASES}`,
    '1:21: Expected `command` to be a list that names a program, got an empty list.',
  ],
  [
    'a list in a list',
    `program: { command: [a, [b]] }\n${PHASES}`,
    '1:25: Expected entry 2 of `command` to be a number, a string or a boolean, got a list of 1.',
  ],
  [
    'a number',
    `program: { command: 7 }\n${PHASES}`,
    '1:21: Expected `command` to be a string or a list, got `7` (number).',
  ],
  [
    'an open quote',
    `program: { command: python3 'a b }\n${PHASES}`,
    "1:21: Expected each quote in `command` to be closed, got `python3 'a b` (string).",
  ],
  [
    'an environment of lists',
    `program: { command: a, env: { A: [1] } }\n${PHASES}`,
    '1:34: Expected `A` to be a number, a string or a boolean, got a list of 1.',
  ],
  [
    'a variable with an equals sign',
    `program: { command: a, env: { A=B: 1 } }\n${PHASES}`,
    '1:31: Expected key `A=B` to be the name of an environment variable.',
  ],
  [
    'a dependency that is no target',
    `program: { command: a, dependsOn: [demo] }\n${PHASES}`,
    '1:36: Expected entry 1 of `dependsOn` to be an Nx target (`project:target`), got `demo` (string).',
  ],
  [
    'a dependency of another program',
    top('prepare: { command: a, dependsOn: ["b:c"] }'),
    '3:24: Expected one of `command`, `sources` or `env`, found `dependsOn`.',
  ],
  [
    'mistakes in prepare and finish',
    top('prepare: { command: "a \'b" }', 'finish: { command: c, sources: [../d] }'),
    "3:21: Expected each quote in `command` to be closed, got `a 'b` (string).",
    '4:33: Expected entry 1 of `sources` to be a glob that stays inside the workspace, got `../d` (string).',
    'hint: write it from the workspace root, with `/` and without `..`',
  ],
])('program: %s', (_, content, ...expected) => {
  expect(messages(content)).toEqual(expected);
});

test.each<[string, string, ...string[]]>([
  ['no attempts', 'attempts: 0', '3:22: Expected `attempts` to be at least 1, got `0` (number).'],
  [
    'a backoff in words',
    'backoff: soon',
    '3:21: Expected `backoff` to be a duration such as `500ms`, `5s`, `15m`, `2h` or `1d`, got `soon` (string).',
  ],
  [
    'a timeout in words',
    'timeout: never',
    '3:21: Expected `timeout` to be a duration such as `500ms`, `5s`, `15m`, `2h` or `1d`, or `none`, got `never` (string).',
  ],
  [
    'a stall of nothing',
    'stall: 0',
    '3:19: Expected `stall` to be a duration above 0, or `none`, got `0` (number).',
  ],
  [
    'a heartbeat of nothing',
    'heartbeat: 0s',
    '3:23: Expected `heartbeat` to be a duration above 0, got `0s` (string).',
  ],
  [
    'a grace without end',
    'grace: none',
    '3:19: Expected `grace` to be a duration such as `500ms`, `5s`, `15m`, `2h` or `1d`, got `none` (string).',
  ],
  ['a list', 'grace: [1]', '3:19: Expected `grace` to be a number or a string, got a list of 1.'],
  [
    'an unknown gate mode',
    'gate: wran',
    '3:18: Expected `gate` to be `stop` or `warn`, got `wran` (string).',
    'hint: did you mean `warn`?',
  ],
  ['a share above 1', 'max_failed: 50', '3:24: Expected `max_failed` to be at most 1, got `50` (number).'],
  [
    'a share below 0',
    'max_failed: -0.1',
    '3:24: Expected `max_failed` to be at least 0, got `-0.1` (number).',
  ],
])('runtime: %s', (_, line, ...expected) => {
  expect(messages(top(`runtime: { ${line} }`))).toEqual(expected);
});
