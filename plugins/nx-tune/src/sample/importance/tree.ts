/** Regression trees: L. Breiman, J. Friedman, R. Olshen and C. Stone, Classification and Regression Trees (1984). */

/** Points of the unit cube and what was observed there. */
export interface Sample {
  readonly points: readonly Float64Array[];
  readonly outcomes: Float64Array;
  /** Whether nothing but equality relates two coordinates, by dimension. */
  readonly nominal: readonly boolean[];
}

/** Points go to `below` where the coordinate is at most `at`, or, in a nominal dimension, one of `members`. */
export interface Split {
  readonly dimension: number;
  readonly at: number;
  readonly members: ReadonlySet<number> | undefined;
}

export type Tree =
  | { readonly kind: 'leaf'; readonly value: number }
  | { readonly kind: 'node'; readonly split: Split; readonly below: Tree; readonly above: Tree };

/** Grown on the given rows until a leaf's outcomes are equal or no split separates its points. */
export function grow(sample: Sample, rows: readonly number[]): Tree {
  const outcomes = rows.map((row) => sample.outcomes[row]!);
  const value = outcomes.reduce((sum, outcome) => sum + outcome, 0) / rows.length;
  const split = outcomes.some((outcome) => outcome !== outcomes[0]) ? bestSplit(sample, rows) : undefined;
  if (!split) return { kind: 'leaf', value };
  const goesBelow = rows.map((row) => isBelow(split, sample.points[row]!));
  const below = rows.filter((_, i) => goesBelow[i]);
  const above = rows.filter((_, i) => !goesBelow[i]);
  return { kind: 'node', split, below: grow(sample, below), above: grow(sample, above) };
}

export function value(tree: Tree, point: Float64Array): number {
  let at = tree;
  while (at.kind === 'node') at = isBelow(at.split, point) ? at.below : at.above;
  return at.value;
}

export function isBelow({ dimension, at, members }: Split, point: Float64Array): boolean {
  const u = point[dimension]!;
  return members ? members.has(u) : u <= at;
}

/** Rows that share a coordinate. */
interface Group {
  readonly u: number;
  readonly count: number;
  readonly sum: number;
}

/** The split that leaves the least squared error: the largest sum of squared sums over counts. */
function bestSplit({ points, outcomes, nominal }: Sample, rows: readonly number[]): Split | undefined {
  let best: { readonly split: Split; readonly gain: number } | undefined;
  nominal.forEach((isNominal, dimension) => {
    const groups = group(rows.map((row) => [points[row]![dimension]!, outcomes[row]!] as const));
    // Of all subsets of a nominal dimension's levels the best is a run of them in the order of their means.
    groups.sort((a, b) => (isNominal ? a.sum / a.count - b.sum / b.count || a.u - b.u : a.u - b.u));
    const total = groups.reduce((sum, each) => sum + each.sum, 0);
    for (let k = 1, count = 0, sum = 0; k < groups.length; k++) {
      count += groups[k - 1]!.count;
      sum += groups[k - 1]!.sum;
      const gain = sum ** 2 / count + (total - sum) ** 2 / (rows.length - count);
      if (best && gain <= best.gain) continue;
      const members = isNominal ? new Set(groups.slice(0, k).map(({ u }) => u)) : undefined;
      best = { gain, split: { dimension, at: (groups[k - 1]!.u + groups[k]!.u) / 2, members } };
    }
  });
  return best?.split;
}

function group(pairs: readonly (readonly [u: number, outcome: number])[]): Group[] {
  const found = new Map<number, Group>();
  for (const [u, outcome] of pairs) {
    const { count, sum } = found.get(u) ?? { count: 0, sum: 0 };
    found.set(u, { u, count: count + 1, sum: sum + outcome });
  }
  return [...found.values()];
}
