/**
 * Functional analysis of variance of a tree over the whole space: how much of its variance the marginal of a single
 * dimension has. F. Hutter, H. Hoos and K. Leyton-Brown, An efficient approach for assessing hyperparameter importance,
 * ICML (2014), algorithm 2.
 */
import type { Split, Tree } from './tree.js';

/** A part of one dimension: an interval, or the coordinates of some of a nominal dimension's levels. */
type Side = { readonly from: number; readonly to: number } | ReadonlySet<number>;

interface Box {
  readonly value: number;
  readonly sides: readonly Side[];
}

/** By dimension: the coordinates of all levels where it is nominal, undefined where it is an interval. */
export type Levels = readonly (readonly number[] | undefined)[];

/** Share of the tree's variance in the marginal of each dimension, 0 to 1; all 0 where the tree is constant. */
export function mainEffects(tree: Tree, levels: Levels): number[] {
  const whole: Side[] = levels.map((all) => (all ? new Set(all) : { from: 0, to: 1 }));
  const boxes = partition(tree, whole).map((box) => ({
    ...box,
    shares: box.sides.map((side, d) => share(side, levels[d])),
  }));
  const volume = (shares: readonly number[], without?: number) =>
    shares.reduce((product, each, d) => (d === without ? product : product * each), 1);
  const mean = boxes.reduce((sum, { value, shares }) => sum + value * volume(shares), 0);
  const variance = boxes.reduce((sum, { value, shares }) => sum + (value - mean) ** 2 * volume(shares), 0);
  return levels.map((all, d) => {
    if (!(variance > 0)) return 0;
    const marginals = pieces(boxes, d, all).map(({ share: weight, inside }) => {
      const marginal = boxes.reduce((sum, { value, sides, shares }) => {
        return inside(sides[d]!) ? sum + value * volume(shares, d) : sum;
      }, 0);
      return weight * (marginal - mean) ** 2;
    });
    return marginals.reduce((sum, each) => sum + each, 0) / variance;
  });
}

interface Piece {
  readonly share: number;
  readonly inside: (side: Side) => boolean;
}

/** The parts of dimension `d` on which the marginal is constant. */
function pieces(boxes: readonly Box[], d: number, all: readonly number[] | undefined): Piece[] {
  if (all) {
    return all.map((level) => ({
      share: 1 / all.length,
      inside: (side) => 'has' in side && side.has(level),
    }));
  }
  const ends = boxes.flatMap(({ sides }) => ('from' in sides[d]! ? [sides[d].from, sides[d].to] : []));
  const cuts = [...new Set(ends)].sort((a, b) => a - b);
  return cuts.slice(1).map((to, i) => {
    const middle = (cuts[i]! + to) / 2;
    return {
      share: to - cuts[i]!,
      inside: (side) => 'from' in side && side.from < middle && middle < side.to,
    };
  });
}

/** The leaves, each with the box of points that it answers for. */
function partition(tree: Tree, sides: readonly Side[]): Box[] {
  if (tree.kind === 'leaf') return [{ value: tree.value, sides }];
  const { split, below, above } = tree;
  const [low, high] = cut(sides[split.dimension]!, split);
  return [
    ...partition(below, sides.with(split.dimension, low)),
    ...partition(above, sides.with(split.dimension, high)),
  ];
}

function cut(side: Side, { at, members }: Split): [Side, Side] {
  if ('from' in side)
    return [
      { from: side.from, to: at },
      { from: at, to: side.to },
    ];
  const levels = [...side];
  return [
    new Set(levels.filter((level) => members?.has(level))),
    new Set(levels.filter((level) => !members?.has(level))),
  ];
}

function share(side: Side, all: readonly number[] | undefined): number {
  return 'from' in side ? side.to - side.from : side.size / all!.length;
}
