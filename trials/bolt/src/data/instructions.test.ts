import { expect, test } from 'vitest';
import { farthestPoints, generateInstructions } from './instructions.js';

const topics = Array.from({ length: 20 }, (_, t) => Array.from({ length: 7 }, (_, w) => `t${t}w${w}`));
const instructions = generateInstructions(topics, 7);

test('400 instructions without a duplicate, 80 of them held out', () => {
  expect(new Set(instructions.map(({ words }) => [...words].sort().join(' '))).size).toBe(400);
  expect(instructions.filter(({ heldOut }) => heldOut)).toHaveLength(80);
});

test('one to three topics, three to five words of each', () => {
  const counts = [0, 0, 0, 0];
  for (const { words } of instructions) {
    const ofTopic = new Map<string, number>();
    for (const topic of words.map((word) => word.split('w')[0]!))
      ofTopic.set(topic, (ofTopic.get(topic) ?? 0) + 1);
    for (const chosen of ofTopic.values()) {
      expect(chosen).toBeGreaterThanOrEqual(3);
      expect(chosen).toBeLessThanOrEqual(5);
    }
    counts[ofTopic.size]!++;
  }
  // Within five standard errors of 15, 45 and 40 %.
  [0.15, 0.45, 0.4].forEach((share, i) => {
    expect(Math.abs(counts[i + 1]! / 400 - share)).toBeLessThan(5 * Math.sqrt((share * (1 - share)) / 400));
  });
});

test('a word that two topics share appears once', () => {
  const shared = Array.from({ length: 20 }, (_, t) => [
    'same',
    'also',
    'too',
    'more',
    ...['a', 'b', 'c'].map((x) => `${x}${t}`),
  ]);
  for (const { words } of generateInstructions(shared, 1)) expect(new Set(words).size).toBe(words.length);
});

test('the seed decides', () => {
  expect(generateInstructions(topics, 7)).toEqual(instructions);
  expect(generateInstructions(topics, 8)).not.toEqual(instructions);
});

test('topic seeds are far from all chosen before', () => {
  const at = [0, 1, 10, 11, 5];
  const similarity = (i: number): Float64Array => Float64Array.from(at, (x) => -Math.abs(x - at[i]!));
  expect(farthestPoints(5, 4, similarity)).toEqual([0, 3, 4, 1]);
});
