/**
 * Matérn-5/2 correlation of the squared distance, and its slope. Written in the squared distance, because that has a
 * derivative at 0 and the distance has none.
 * Source: Rasmussen and Williams 2006, equation 4.17.
 */
const SQRT5 = Math.sqrt(5);

/** A correlation in (0, 1], 1 at distance 0, and its slope by the squared distance: -5/6 at 0, rising to 0. */
export interface Matern {
  value: number;
  slope: number;
}

/** Writes into `result`, because it is called a million times a second. */
export function matern52(squaredDistance: number, result: Matern): void {
  const scaled = SQRT5 * Math.sqrt(squaredDistance);
  const decay = Math.exp(-scaled);
  result.value = (1 + scaled + (scaled * scaled) / 3) * decay;
  result.slope = (-5 / 6) * (1 + scaled) * decay;
}
