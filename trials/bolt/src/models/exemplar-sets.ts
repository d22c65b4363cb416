import { EXEMPLARS_PER_LABEL } from '../data/pool.js';
import type { LabelledRows } from '../reader.js';
import { INPUT_SCALE } from './instruction-vae.js';
import { featureWidth, targetWidth } from './set-vae.js';

/** Features of every exemplar of the pool: pool × feature width. */
export function poolFeatures({ rows, labels }: LabelledRows, columns: number): Float32Array {
  const width = featureWidth(columns);
  const features = new Float32Array(labels.length * width);
  labels.forEach((label, i) => {
    for (let k = 0; k < columns; k++) features[i * width + k] = INPUT_SCALE * rows[i * columns + k]!;
    features[i * width + columns] = label === 1 ? 1 : -1;
  });
  return features;
}

/** What the decoder should say of each set: sets × target width. */
export function setTargets(
  sets: readonly (readonly number[])[],
  pool: LabelledRows,
  columns: number,
): Float32Array {
  const width = targetWidth(columns);
  const targets = new Float32Array(sets.length * width);
  sets.forEach((set, i) => {
    for (const exemplar of set) {
      const spam = pool.labels[exemplar] === 1;
      const to = i * width + (spam ? 0 : columns);
      for (let k = 0; k < columns; k++)
        targets[to + k]! += pool.rows[exemplar * columns + k]! / EXEMPLARS_PER_LABEL;
      if (spam) targets[i * width + 2 * columns]! += 1 / set.length;
    }
    targets[i * width + 2 * columns]! -= 0.5;
  });
  return targets;
}
