import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { decodeTensors, encodeTensors, TensorFileError, type Tensors } from './safetensors.js';

const reference = JSON.parse(
  readFileSync(new URL('../test/reference/tensors.json', import.meta.url), 'utf8'),
) as { base64: string };
const bytes = Buffer.from(reference.base64, 'base64');

const tensors: Tensors = {
  'b/second': { shape: [2, 3], data: Float32Array.of(0, 0.25, 0.5, 0.75, 1, 1.25) },
  'a/first': { shape: [3], data: Float32Array.of(-1.5, 0, 2.25) },
  wide: { shape: [1, 2], data: Float64Array.of(1e-300, -1e300) },
  counts: { shape: [2], data: Int32Array.of(-7, 7) },
  flags: { shape: [3], data: Uint8Array.of(0, 1, 255) },
  signed: { shape: [2], data: Int8Array.of(-128, 127) },
  positions: { shape: [1], data: Uint32Array.of(4294967295) },
  empty: { shape: [0, 3], data: new Float32Array(0) },
};
const metadata = { model: '{"latent":16}' };

test("writes the bytes of Python's safetensors", () => {
  expect(Buffer.from(encodeTensors(tensors, metadata)).toString('base64')).toBe(reference.base64);
});

test("reads the bytes of Python's safetensors", () => {
  expect(decodeTensors(bytes)).toEqual({ tensors, metadata });
});

test('reads from a view that does not start at the beginning of its buffer', () => {
  const shifted = Buffer.concat([Buffer.from('x'), bytes]).subarray(1);
  expect(decodeTensors(shifted)).toEqual({ tensors, metadata });
});

test('a shape that does not fit its data is refused', () => {
  const wrong = { matrix: { shape: [2, 2], data: new Float32Array(3) } };
  expect(() => encodeTensors(wrong)).toThrow(
    new TensorFileError('Expected `matrix` of shape [2, 2] to hold 4 numbers, got 3.'),
  );
});

test('a file that ends early is refused', () => {
  expect(() => decodeTensors(bytes.subarray(0, 5))).toThrow(
    new TensorFileError('Expected a header of a safetensors file, got 5 bytes that end before it does.'),
  );
  expect(() => decodeTensors(bytes.subarray(0, -1))).toThrow(
    new TensorFileError('Expected `flags` to have 3 bytes, got 2.'),
  );
});

test('a type that is not read here is refused', () => {
  const text = '{"half":{"dtype":"F16","shape":[1],"data_offsets":[0,2]}}';
  const file = Buffer.alloc(8 + text.length + 2);
  file.writeBigUInt64LE(BigInt(text.length));
  file.write(text, 8);
  expect(() => decodeTensors(file)).toThrow(
    new TensorFileError('Expected the type of `half` to be one of F64, F32, U32, I32, I8, U8, got `F16`.'),
  );
});

test('a header that is not JSON is refused', () => {
  const file = Buffer.alloc(10, 'x');
  file.writeBigUInt64LE(2n);
  expect(() => decodeTensors(file)).toThrow(
    new TensorFileError('Expected the header of a safetensors file to be JSON, got text that is not.'),
  );
});
