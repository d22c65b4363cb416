import { expect, test } from 'vitest';
import { finalAccuracy, sampleEfficiency } from './end-to-end.js';

test('final_accuracy is the mean over the seeds, of which it takes three', () => {
  expect(finalAccuracy([0.1, 0.2, 0.3])).toBeCloseTo(0.8, 12);
  expect(finalAccuracy([0.1, 0.2])).toBeUndefined();
  expect(finalAccuracy([])).toBeUndefined();
  expect(finalAccuracy([0.1, 0.2, NaN])).toBeUndefined();
});

test('sample_efficiency is accuracy per reader call', () => {
  expect(sampleEfficiency(0.9, 30_000)).toBe(3e-5);
  expect(sampleEfficiency(0.9, 0)).toBeUndefined();
  expect(sampleEfficiency(undefined, 10)).toBeUndefined();
  expect(sampleEfficiency(NaN, 10)).toBeUndefined();
});
