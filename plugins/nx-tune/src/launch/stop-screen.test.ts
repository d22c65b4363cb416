import { expect, test } from 'vitest';
import type { Done } from './events.js';
import { stopScreen } from './stop-screen.js';
import { Tally } from './tally.js';

const tallyOf = (total: number, ends: readonly Done[]): Tally => {
  const tally = new Tally(total);
  ends.forEach((how, index) => tally.note({ id: `a_${index}`, pipeline: 'p' }, how));
  return tally;
};

const LAST =
  'Nothing that was finished is lost. The same command continues: it runs what is not finished, from its checkpoints.';

test('says what is finished, what was interrupted and that the same command continues', () => {
  const ends: Done[] = ['reused', 'complete', 'failed', 'interrupted', 'interrupted', 'not-started', 'error'];
  expect(stopScreen(tallyOf(9, ends))).toBe(
    [
      'Stopped. Of 9 trials of this tier:',
      '  finished     3, of these 1 as failed observations and 1 before this run',
      '  interrupted  2: a_3, a_4',
      '  not started  3',
      '  not run      1, for the reasons given above',
      LAST,
    ].join('\n'),
  );
});

test('names only the first of many, and nothing where nothing is', () => {
  expect(stopScreen(tallyOf(10, Array<Done>(10).fill('interrupted')))).toBe(
    [
      'Stopped. Of 10 trials of this tier:',
      '  finished     0',
      '  interrupted  10: a_0, a_1, a_2, a_3, a_4, a_5, a_6, a_7 and 2 more',
      '  not started  0',
      LAST,
    ].join('\n'),
  );
});

test('trials of two pipelines may have one name', () => {
  const tally = new Tally(2);
  tally.note({ id: 'a_0', pipeline: 'one' }, 'complete');
  tally.note({ id: 'a_0', pipeline: 'two' }, 'failed');
  expect(tally.counts(0)).toEqual({
    total: 2,
    finished: 1,
    failed: 1,
    reused: 0,
    pruned: 0,
    skipped: 0,
    running: 0,
    waiting: 0,
    interrupted: 0,
    errors: 0,
  });
});
