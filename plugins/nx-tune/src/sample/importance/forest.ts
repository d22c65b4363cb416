/** A random forest for regression: L. Breiman, Random forests, Machine Learning 45, 5-32 (2001). */
import type { Generator } from '../hash.js';
import { grow, value, type Sample, type Tree } from './tree.js';

export interface Forest {
  readonly trees: readonly Tree[];
  /**
   * Share of the outcomes' variance that is explained out of bag: each outcome predicted by the trees that were grown
   * without it. At most 1, below 0 where the mean would predict better.
   */
  readonly r2: number;
}

/** Each tree is grown on a bootstrap sample of the rows, with all dimensions at every split. */
export function forest(sample: Sample, count: number, random: Generator): Forest {
  const n = sample.points.length;
  const predicted = Array.from({ length: n }, () => ({ count: 0, sum: 0 }));
  const trees = Array.from({ length: count }, () => {
    const rows = Array.from({ length: n }, () => Math.floor(random.uniform() * n));
    const tree = grow(sample, rows);
    const bag = new Set(rows);
    predicted.forEach((outside, row) => {
      if (bag.has(row)) return;
      outside.count++;
      outside.sum += value(tree, sample.points[row]!);
    });
    return tree;
  });
  const judged = predicted.flatMap(({ count: votes, sum }, row) =>
    votes > 0 ? [[row, sum / votes] as const] : [],
  );
  return { trees, r2: determination(judged.map(([row, guess]) => [sample.outcomes[row]!, guess])) };
}

/** The coefficient of determination of guesses. */
function determination(pairs: readonly (readonly [outcome: number, guess: number])[]): number {
  const mean = pairs.reduce((sum, [outcome]) => sum + outcome, 0) / pairs.length;
  const left = pairs.reduce((sum, [outcome, guess]) => sum + (outcome - guess) ** 2, 0);
  const all = pairs.reduce((sum, [outcome]) => sum + (outcome - mean) ** 2, 0);
  return all > 0 ? 1 - left / all : 0;
}
