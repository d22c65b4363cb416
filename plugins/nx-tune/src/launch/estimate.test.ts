import { describe, expect, it } from 'vitest';
import { phaseTimeLeft, timeLeft } from './estimate.js';

describe('timeLeft', () => {
  it('goes on at the pace seen so far, counted from the last step', () => {
    // 10 ms a step; 60 steps to go from t = 400; 100 ms of them are over.
    expect(timeLeft({ step: 0, at: 0 }, { step: 40, at: 400 }, 100, 500)).toBe(500);
  });

  it('counts from the first step that this attempt printed, since a checkpoint may come before it', () => {
    expect(timeLeft({ step: 80, at: 1000 }, { step: 90, at: 1100 }, 100, 1100)).toBe(100);
  });

  it('is 0 when a program is slower than it was', () => {
    expect(timeLeft({ step: 0, at: 0 }, { step: 99, at: 990 }, 100, 5000)).toBe(0);
  });

  it.each([
    ['one step only', { step: 3, at: 5 }, { step: 3, at: 5 }, 10],
    ['steps that go back', { step: 5, at: 5 }, { step: 3, at: 9 }, 10],
    ['more steps than the total', { step: 5, at: 5 }, { step: 13, at: 9 }, 10],
  ])('is not known from %s', (_, first, last, total) => {
    expect(timeLeft(first, last, total, 10)).toBeUndefined();
  });
});

describe('phaseTimeLeft', () => {
  it('shares the work among the devices', () => {
    const work = { finished: [90, 110], running: [{ elapsed: 20 }, { elapsed: 60 }], waiting: 4, devices: 2 };
    expect(phaseTimeLeft(work)).toBe((80 + 40 + 4 * 100) / 2);
  });

  it('takes what a trial says of itself over the mean', () => {
    const work = { finished: [100], running: [{ elapsed: 20, left: 500 }], waiting: 0, devices: 4 };
    expect(phaseTimeLeft(work)).toBe(500);
  });

  it('goes by the pace of the running trials before the first has finished', () => {
    const work = { finished: [], running: [{ elapsed: 100, left: 300 }], waiting: 2, devices: 1 };
    expect(phaseTimeLeft(work)).toBe(300 + 2 * 400);
  });

  it('is not known while nothing tells how long a trial takes, or where no device is left', () => {
    expect(
      phaseTimeLeft({ finished: [], running: [{ elapsed: 9 }], waiting: 2, devices: 1 }),
    ).toBeUndefined();
    expect(phaseTimeLeft({ finished: [9], running: [], waiting: 2, devices: 0 })).toBeUndefined();
  });
});
