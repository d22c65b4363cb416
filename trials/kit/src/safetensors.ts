/**
 * The safetensors file format (github.com/huggingface/safetensors): eight bytes with the header's length, a JSON
 * header, then the tensors' bytes, little-endian and row-major. Written as the reference implementation writes it:
 * widest type first, then by name, the header padded with spaces to a multiple of eight.
 */
import { readFileSync } from 'node:fs';
import { writeAtomically } from './atomic.js';

export type TensorData = Float64Array | Float32Array | Int32Array | Uint32Array | Int8Array | Uint8Array;

export interface Tensor {
  readonly shape: readonly number[];
  readonly data: TensorData;
}

export type Tensors = Readonly<Record<string, Tensor>>;

export interface TensorFile {
  readonly tensors: Tensors;
  /** Text by key. */
  readonly metadata: Readonly<Record<string, string>>;
}

export class TensorFileError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'TensorFileError';
  }
}

/** Types by name in the order in which files hold them: widest first, then as the reference implementation ranks them. */
const TYPES = {
  F64: Float64Array,
  F32: Float32Array,
  U32: Uint32Array,
  I32: Int32Array,
  I8: Int8Array,
  U8: Uint8Array,
} as const;
type TypeName = keyof typeof TYPES;
const RANK = Object.keys(TYPES) as TypeName[];

interface HeaderEntry {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly data_offsets: readonly [number, number];
}

/** @throws TensorFileError when a shape does not match its data */
export function encodeTensors(tensors: Tensors, metadata: Readonly<Record<string, string>> = {}): Uint8Array {
  const names = Object.keys(tensors).sort(
    (a, b) => rank(tensors[a]!) - rank(tensors[b]!) || (a < b ? -1 : 1),
  );
  const header: Record<string, unknown> = {};
  const sortedMetadata = Object.entries(metadata).sort(([a], [b]) => (a < b ? -1 : 1));
  if (sortedMetadata.length > 0) header['__metadata__'] = Object.fromEntries(sortedMetadata);
  let offset = 0;
  for (const name of names) {
    const { shape, data } = tensors[name]!;
    if (elements(shape) !== data.length) {
      throw new TensorFileError(
        `Expected \`${name}\` of shape [${shape.join(', ')}] to hold ${elements(shape)} numbers, got ${data.length}.`,
      );
    }
    header[name] = { dtype: typeName(data), shape, data_offsets: [offset, (offset += data.byteLength)] };
  }
  const text = Buffer.from(JSON.stringify(header));
  const padded = Math.ceil(text.length / 8) * 8;
  const file = Buffer.alloc(8 + padded + offset, ' ');
  file.writeBigUInt64LE(BigInt(padded), 0);
  text.copy(file, 8);
  let at = 8 + padded;
  for (const name of names) {
    const { data } = tensors[name]!;
    file.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), at);
    at += data.byteLength;
  }
  return file;
}

/** @throws TensorFileError when the bytes are not a whole file of this format, or hold a type that is not read here */
export function decodeTensors(bytes: Uint8Array): TensorFile {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const headerEnd = file.length < 8 ? Infinity : 8 + Number(file.readBigUInt64LE(0));
  if (headerEnd > file.length) {
    throw new TensorFileError(
      `Expected a header of a safetensors file, got ${file.length} bytes that end before it does.`,
    );
  }
  const { __metadata__: metadata, ...entries } = parseHeader(file.toString('utf8', 8, headerEnd));
  const tensors: Record<string, Tensor> = {};
  for (const [name, entry] of Object.entries(entries)) {
    tensors[name] = decodeTensor(name, entry as HeaderEntry, file.subarray(headerEnd));
  }
  return { tensors, metadata: (metadata ?? {}) as Record<string, string> };
}

/** @throws TensorFileError as {@link decodeTensors} does; system errors when the file cannot be read */
export const readTensors = (path: string): TensorFile => decodeTensors(readFileSync(path));

/** Atomically. @throws TensorFileError as {@link encodeTensors} does */
export function writeTensors(
  path: string,
  tensors: Tensors,
  metadata: Readonly<Record<string, string>> = {},
): void {
  writeAtomically(path, encodeTensors(tensors, metadata));
}

function decodeTensor(name: string, entry: HeaderEntry, body: Buffer): Tensor {
  const type = TYPES[entry.dtype as TypeName] as (typeof TYPES)[TypeName] | undefined;
  if (type === undefined) {
    throw new TensorFileError(
      `Expected the type of \`${name}\` to be one of ${RANK.join(', ')}, got \`${entry.dtype}\`.`,
    );
  }
  const [begin, end] = entry.data_offsets;
  const expected = elements(entry.shape) * type.BYTES_PER_ELEMENT;
  if (end - begin !== expected || end > body.length) {
    const found = Math.max(0, Math.min(end, body.length) - begin);
    throw new TensorFileError(`Expected \`${name}\` to have ${expected} bytes, got ${found}.`);
  }
  // Copied, because a view must start at a multiple of its element's size.
  const copy = Uint8Array.prototype.slice.call(body, begin, end);
  return { shape: entry.shape, data: new type(copy.buffer, 0, elements(entry.shape)) };
}

function parseHeader(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch (cause) {
    throw new TensorFileError('Expected the header of a safetensors file to be JSON, got text that is not.', {
      cause,
    });
  }
}

const elements = (shape: readonly number[]): number => shape.reduce((product, size) => product * size, 1);

const rank = (tensor: Tensor): number => RANK.indexOf(typeName(tensor.data));

const typeName = (data: TensorData): TypeName => RANK.find((name) => data instanceof TYPES[name])!;
