import { expect, test } from 'vitest';
import { describeHolder, parseHolder } from './holder.js';

test('says who has a lease', () => {
  const holder = { pid: 4711, user: 'ada', workspace: '/home/ada/mail', what: 'vae_CRITICAL_003' };
  expect(describeHolder(holder)).toBe('vae_CRITICAL_003 of ada in /home/ada/mail (process 4711)');
  expect(describeHolder(undefined)).toBe('a process that does not say who it is');
  expect(parseHolder(JSON.stringify(holder))).toEqual(holder);
});

test.each(['', 'null', '[]', '{"pid":1}', '{"pid":"1","user":"a","workspace":"b","what":"c"}'])(
  'takes nothing on trust: %s',
  (line) => {
    expect(parseHolder(line)).toBeUndefined();
  },
);
