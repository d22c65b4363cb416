import { expect, test } from 'vitest';
import { readFixture } from '../../test/reference/fixture.js';
import { symmetricEigen } from './eigen.js';
import { truncatedSvd } from './svd.js';
import { fitVocabulary, tfidf } from './tfidf.js';

const reference = readFixture('text');
const word = (i: number): string => `w${String.fromCharCode(97 + Math.floor(i / 26), 97 + (i % 26))}`;
const flat = [...reference.array('documents')].map(word);
const length = reference.number('document_length');
const documents = Array.from({ length: flat.length / length }, (_, i) =>
  flat.slice(i * length, (i + 1) * length),
);
const vocabulary = fitVocabulary(documents, { minDocuments: 5, maxShare: 0.4, maxTerms: 20 });
const matrix = tfidf(documents, vocabulary);

function dense({ rows, columns, starts, indices, values }: typeof matrix): Float64Array {
  const result = new Float64Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    for (let at = starts[row]!; at < starts[row + 1]!; at++)
      result[row * columns + indices[at]!] = values[at]!;
  }
  return result;
}

function expectClose(actual: Float64Array, expected: Float64Array, tolerance: number): void {
  expect(actual).toHaveLength(expected.length);
  actual.forEach((value, i) => {
    expect(Math.abs(value - expected[i]!), `element ${i}`).toBeLessThan(tolerance);
  });
}

test("the vocabulary is scikit-learn's", () => {
  expect(vocabulary.terms).toEqual([...reference.array('term_numbers')].map(word));
  expectClose(vocabulary.idf, reference.array('idf'), 1e-14);
});

test("the weights are scikit-learn's", () => {
  expectClose(dense(matrix), reference.array('tfidf'), 1e-14);
});

test("singular values and vectors are scikit-learn's", () => {
  const { singularValues, components } = truncatedSvd(matrix, {
    rank: reference.number('rank'),
    seed: 1,
    iterations: 40,
  });
  expectClose(singularValues, reference.array('singular_values'), 1e-12);
  expectClose(components, reference.array('components'), 1e-10);
});

test('another seed finds the same vectors', () => {
  const [a, b] = [1, 2].map((seed) => truncatedSvd(matrix, { rank: 4, seed, iterations: 40 }).components);
  expectClose(a!, b!, 1e-10);
});

test('a document without a known term is an empty row', () => {
  expect(dense(tfidf([['unknown']], vocabulary))).toEqual(new Float64Array(20));
});

test('eigenvectors are orthonormal and give the matrix back', () => {
  const size = 6;
  const a = Float64Array.from({ length: size * size }, (_, i) => {
    const [row, column] = [Math.floor(i / size), i % size];
    return Math.sin(1 + row * column) + (row === column ? row : 0);
  });
  const { values, vectors } = symmetricEigen(a, size);
  const rebuilt = new Float64Array(size * size);
  const identity = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) {
      for (let k = 0; k < size; k++) {
        rebuilt[i * size + j]! += values[k]! * vectors[k * size + i]! * vectors[k * size + j]!;
        identity[i * size + j]! += vectors[i * size + k]! * vectors[j * size + k]!;
      }
    }
  }
  expectClose(rebuilt, a, 1e-13);
  expectClose(
    identity,
    Float64Array.from(identity, (_, i) => (i % (size + 1) === 0 ? 1 : 0)),
    1e-14,
  );
  expect([...values]).toEqual([...values].sort((x, y) => y - x));
});

test('a zero matrix has zero eigenvalues', () => {
  expect(symmetricEigen(new Float64Array(9), 3).values).toEqual(new Float64Array(3));
});
