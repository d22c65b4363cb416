import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { complete } from './complete.mjs';

it('the lock file lists the binaries of nx for every platform, or npm ci refuses it', () => {
  const text = readFileSync(new URL('../../package-lock.json', import.meta.url), 'utf8');
  expect(complete(JSON.parse(text) as Parameters<typeof complete>[0]).missing).toEqual([]);
  expect(text).not.toContain('"resolved": "http');
});
