import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { specOf } from '../../test/spec/written.js';
import { temporaryFolders } from '../../test/temporary.js';
import { Results } from './read.js';
import { retryFailed } from './retry.js';

const folder = temporaryFolders();
const SPEC = specOf(`
program: { command: run it }
parameters: { x: { phase: a, range: [0, 1] } }
phases: { a: { objective: maximize score, trials: 2, replicates: { seeds: 2 } } }
`);

test('raises the count of each failed trial and stage, and of no other', async () => {
  const root = folder();
  const results = new Results(root, 'demo');
  const statuses = { a_CRITICAL_000: 'complete', a_CRITICAL_001: 'failed', a_CRITICAL_000_seed_1: 'failed' };
  for (const [trial, status] of Object.entries(statuses)) {
    mkdirSync(join(root, results.layout.trial(trial)), { recursive: true });
    writeFileSync(join(root, results.layout.trial(trial), 'observation.json'), JSON.stringify({ trial, status }));
  }
  const failed = ['a_CRITICAL_001', 'a_CRITICAL_000_seed_1'];
  expect(await retryFailed(results, SPEC)).toEqual(failed);
  expect(await retryFailed(results, SPEC)).toEqual(failed);
  for (const trial of failed) expect(readFileSync(join(root, results.layout.retry(trial)), 'utf8')).toBe('2\n');
});
