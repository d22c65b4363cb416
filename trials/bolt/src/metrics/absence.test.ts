import { expect, test } from 'vitest';
import { partAbsent } from './absence.js';

test('a metric without a value is left out, with a reason', () => {
  expect(partAbsent({ rmse: 0.05, convergence_speed: undefined, own: undefined })).toEqual({
    metrics: { rmse: 0.05 },
    absent: [
      'Metric `convergence_speed` is absent: no iteration that improved on the design.',
      'Metric `own` is absent: it has no value for these data.',
    ],
  });
});
