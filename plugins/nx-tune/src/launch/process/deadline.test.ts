import { expect, test } from 'vitest';
import { whenDue } from './deadline.js';

const due = (left: () => number) => new Promise<void>((resolve) => whenDue(left, resolve));

test('waits for as long as time is left, and asks again', async () => {
  const began = performance.now();
  const looks: number[] = [];
  let extended = false;
  await due(() => {
    looks.push(performance.now() - began);
    // The first wait is prolonged while it lasts.
    const total = extended ? 60 : 20;
    extended = true;
    return total - (performance.now() - began);
  });
  expect(performance.now() - began).toBeGreaterThanOrEqual(60);
  expect(looks.length).toBeGreaterThanOrEqual(3);
});

test('does not fire at once when the wait is longer than a timer can hold', async () => {
  const month = 31 * 24 * 3600 * 1000;
  let fired = false;
  const cancel = whenDue(
    () => month,
    () => (fired = true),
  );
  await due(() => -1);
  await new Promise((resolve) => setTimeout(resolve, 5));
  cancel();
  expect(fired).toBe(false);
});

test('does not fire when cancelled', async () => {
  let fired = false;
  const cancel = whenDue(
    () => 0,
    () => (fired = true),
  );
  cancel();
  await due(() => 0);
  expect(fired).toBe(false);
});

test('lets what has happened meanwhile count first', async () => {
  let activity = performance.now();
  const watched = due(() => activity + 20 - performance.now());
  // After a pause the timer is overdue, but so is the news of activity, which the event loop reaches later.
  setImmediate(() => (activity = performance.now()));
  const paused = performance.now();
  while (performance.now() < paused + 40);
  await watched;
  expect(performance.now() - activity).toBeGreaterThanOrEqual(20);
});
