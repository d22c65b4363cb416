import { expect, test } from 'vitest';
import { PriorityQueue } from './queue.js';

const item = (name: string, ...priority: number[]) => ({ name, priority });

test('orders by priority, number by number, and by arrival among equals', () => {
  const queue = new PriorityQueue<ReturnType<typeof item>>();
  for (const one of [
    item('d', 1, 0),
    item('c', 0, 2),
    item('a', 0, 1),
    item('e', 1, 0),
    item('b', 0, 1, 5),
  ]) {
    queue.add(one);
  }
  expect(queue.first?.name).toBe('a');
  expect(queue.drain().map(({ name }) => name)).toEqual(['a', 'b', 'c', 'd', 'e']);
  expect(queue.length).toBe(0);
});

test('removes an item once', () => {
  const queue = new PriorityQueue<ReturnType<typeof item>>();
  const one = item('a', 1);
  queue.add(one);
  expect(queue.remove(one)).toBe(true);
  expect(queue.remove(one)).toBe(false);
  expect(queue.shift()).toBeUndefined();
});
