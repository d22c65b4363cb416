/**
 * Matérn-5/2 correlation of the squared distance, and its slope. Written in the squared distance, because that has a
 * derivative at 0 and the distance has none.
 * Source: Rasmussen and Williams 2006, equation 4.17.
 */
const SQRT5 = Math.sqrt(5);

/** In (0, 1]; 1 at distance 0. */
export function matern52(squaredDistance: number): number {
  const scaled = SQRT5 * Math.sqrt(squaredDistance);
  return (1 + scaled + (scaled * scaled) / 3) * Math.exp(-scaled);
}

/** d {@link matern52} / d squared distance; -5/6 at 0, rising to 0. */
export function matern52Slope(squaredDistance: number): number {
  const scaled = SQRT5 * Math.sqrt(squaredDistance);
  return (-5 / 6) * (1 + scaled) * Math.exp(-scaled);
}
