import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolders } from '../../test/temporary.js';
import { canonicalJson, digestFile, digestOf, digestText } from './digest.js';

const folder = temporaryFolders();

test('canonical JSON has the keys of every object in order, and lists as they are', () => {
  expect(canonicalJson({ b: { d: 1, c: [{ z: 1, y: 2 }] }, a: null })).toBe(
    '{"a":null,"b":{"c":[{"y":2,"z":1}],"d":1}}',
  );
  // By code unit, not by a locale's idea of order.
  expect(canonicalJson({ ä: 1, z: 2, Z: 3 })).toBe('{"Z":3,"z":2,"ä":1}');
  expect(canonicalJson({ here: 1, absent: undefined })).toBe('{"here":1}');
});

test('digests differ for what JSON tells apart, and only for that', () => {
  expect(digestOf({ a: 1, b: 2 })).toBe(digestOf({ b: 2, a: 1 }));
  const different = [{ a: 1 }, { a: '1' }, { a: true }, { a: [1] }, { a: null }, {}, [], 1, '1'];
  expect(new Set(different.map(digestOf)).size).toBe(different.length);
  expect(digestOf([1, 2])).not.toBe(digestOf([2, 1]));
});

// SHA-256 of "abc", from FIPS 180-2, appendix B.1.
const ABC = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';

test('a text and a file of the same bytes have the digest of the standard', async () => {
  const file = join(folder(), 'file');
  writeFileSync(file, 'abc');
  expect(digestText('abc')).toBe(ABC);
  expect(await digestFile(file)).toBe(ABC);
});

test('a file longer than one read is digested whole', async () => {
  const file = join(folder(), 'file');
  const bytes = Buffer.alloc(3_000_001, 'nx-tune');
  writeFileSync(file, bytes);
  expect(await digestFile(file)).toBe(createHash('sha256').update(bytes).digest('hex'));
});

test('a missing file has no digest', async () => {
  await expect(digestFile(join(folder(), 'none'))).rejects.toMatchObject({ code: 'ENOENT' });
});
