/**
 * Widths of the kernels of one numeric dimension in [0, 1]: the distance to the farther of both neighbours, the ends of
 * the interval counting as neighbours of the outermost only where there is no other (J. Bergstra, R. Bardenet, Y. Bengio
 * and B. Kegl, Algorithms for hyper-parameter optimization, 2011), and never below the "magic clip", which shrinks as
 * kernels become more: S. Watanabe, Tree-structured Parzen estimator: understanding its algorithm components and their
 * roles for better empirical performance (2023), section 3.3.
 *
 * @param centres without the prior's
 */
export function bandwidths(centres: readonly number[]): number[] {
  const least = 1 / Math.min(100, centres.length + 2);
  const sorted = centres.map((_, i) => i).sort((a, b) => centres[a]! - centres[b]! || a - b);
  const widths = centres.map(() => 1);
  sorted.forEach((at, rank) => {
    const here = centres[at]!;
    const below = rank > 0 ? here - centres[sorted[rank - 1]!]! : 0;
    const above = rank + 1 < sorted.length ? centres[sorted[rank + 1]!]! - here : 0;
    const widest = sorted.length > 1 ? Math.max(below, above) : Math.max(here, 1 - here);
    widths[at] = Math.min(1, Math.max(least, widest));
  });
  return widths;
}
