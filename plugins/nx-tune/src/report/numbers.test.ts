import { expect, test } from 'vitest';
import {
  formatDuration,
  formatJson,
  formatNumber,
  formatOptional,
  formatSigned,
  formatSignedWithError,
  formatWithError,
} from './numbers.js';

test.each([
  [0, '0'],
  [128, '128'],
  [100_000, '100000'],
  [-3, '-3'],
  [0.93, '0.93'],
  [0.0316227766, '0.03162'],
  [11.42857, '11.43'],
  [12345.678, '12350'],
  [0.0001, '0.0001'],
  [0.00001234567, '1.235e-5'],
  [2e-7, '2e-7'],
  [12_345_678.9, '1.235e+7'],
  [1e12, '1e+12'],
])('%d is written as %s', (value, text) => {
  expect(formatNumber(value)).toBe(text);
});

test('a number takes as many digits as asked for', () => {
  expect(formatNumber(0.123456, 2)).toBe('0.12');
});

test('what is not there is a dash', () => {
  expect([formatOptional(null), formatOptional(0.5)]).toEqual(['–', '0.5']);
});

test('a difference shows its sign', () => {
  expect([0.065, -0.125, 0].map((value) => formatSigned(value))).toEqual(['+0.065', '-0.125', '0']);
});

test('two digits of the error decide the decimals of both', () => {
  expect(formatWithError(0.921304, 0.00724)).toBe('0.9213 ± 0.0072');
  expect(formatWithError(1234.5, 67.8)).toBe('1235 ± 68');
  expect(formatWithError(3, 0.5)).toBe('3.00 ± 0.50');
});

test('without an error there is no ±', () => {
  expect([formatWithError(0.92134, null), formatWithError(0.92134, 0)]).toEqual(['0.9213', '0.9213']);
});

test('a difference with its error shows its sign', () => {
  expect([0.0111, -0.0111].map((value) => formatSignedWithError(value, 0.0122))).toEqual([
    '+0.011 ± 0.012',
    '-0.011 ± 0.012',
  ]);
  expect(formatSignedWithError(0.0111, null)).toBe('+0.0111');
});

test.each([
  [0.0421, '0.042 s'],
  [4.25, '4.3 s'],
  [59.94, '59.9 s'],
  [59.96, '1 min'],
  [192, '3 min 12 s'],
  [3600, '1 h'],
  [7500, '2 h 5 min'],
  [795_600, '9 d 5 h'],
])('%d seconds are %s', (seconds, text) => {
  expect(formatDuration(seconds)).toBe(text);
});

test('values given as JSON are written for people', () => {
  expect(['0.0316227766', 'true', '"adam_w*"'].map(formatJson)).toEqual(['0.03162', 'true', 'adam_w\\*']);
});
