/** Minimisation of a smooth function in a box. */
import { dot } from './linear.js';

export interface Evaluation {
  readonly value: number;
  readonly gradient: Float64Array;
}

export interface Box {
  readonly lower: Float64Array;
  readonly upper: Float64Array;
}

export interface Minimum extends Evaluation {
  readonly x: Float64Array;
  readonly evaluations: number;
}

interface Limits {
  readonly maxEvaluations: number;
  /** Ends where no coordinate of the projected gradient is larger. */
  readonly tolerance: number;
}

const ARMIJO = 1e-4;
const SHORTEST = 1e-10;

/**
 * Projected quasi-Newton descent: BFGS on the coordinates that no bound holds, steps bent at the bounds, backtracking
 * until the decrease is sufficient (Armijo). D. P. Bertsekas, SIAM J. Control Optim. 20, 221-246 (1982); J. Nocedal
 * and S. J. Wright, Numerical Optimization, 2nd ed. (2006), chapters 3 and 6.
 *
 * A value that is not finite counts as too high; the start must be finite.
 */
export function minimize(
  f: (x: Float64Array) => Evaluation,
  start: Float64Array,
  box: Box,
  { maxEvaluations, tolerance }: Limits,
): Minimum {
  let x = project(start, box);
  let current = f(x);
  let evaluations = 1;
  let hessian = identity(x.length);
  while (evaluations < maxEvaluations) {
    const free = freeCoordinates(x, current.gradient, box);
    if (Math.max(0, ...free.map((i) => Math.abs(current.gradient[i]!))) <= tolerance) break;
    let direction = descent(hessian, current.gradient, free);
    if (dot(direction, current.gradient) >= 0) {
      hessian = identity(x.length);
      direction = descent(hessian, current.gradient, free);
    }
    const step = search(f, { x, current, direction, box, left: maxEvaluations - evaluations });
    evaluations += step.evaluations;
    if (!step.found) break;
    update(hessian, difference(step.found.x, x), difference(step.found.gradient, current.gradient));
    x = step.found.x;
    current = step.found;
  }
  return { x, value: current.value, gradient: current.gradient, evaluations };
}

interface Line {
  readonly x: Float64Array;
  readonly current: Evaluation;
  readonly direction: Float64Array;
  readonly box: Box;
  readonly left: number;
}

type Point = Evaluation & { readonly x: Float64Array };

function search(
  f: (x: Float64Array) => Evaluation,
  { x, current, direction, box, left }: Line,
): { evaluations: number; found?: Point } {
  // The unit of the first steps is unknown, so that none goes further than one in any coordinate.
  let length = Math.min(1, 1 / Math.max(...direction.map(Math.abs)));
  for (let evaluations = 1; evaluations <= left; evaluations++) {
    const next = project(
      x.map((value, i) => value + length * direction[i]!),
      box,
    );
    const decrease = dot(current.gradient, difference(next, x));
    const at = f(next);
    if (at.value <= current.value + ARMIJO * decrease && at.value < current.value) {
      return { evaluations, found: { ...at, x: next } };
    }
    if (length < SHORTEST) return { evaluations };
    // The minimum of the parabola through both values and the slope, kept within a tenth and a half.
    const fitted = Number.isFinite(at.value) ? (-0.5 * decrease) / (at.value - current.value - decrease) : 0;
    length *= Math.min(0.5, Math.max(0.1, fitted));
  }
  return { evaluations: left };
}

function freeCoordinates(x: Float64Array, gradient: Float64Array, { lower, upper }: Box): number[] {
  const free: number[] = [];
  x.forEach((value, i) => {
    const held = gradient[i]! > 0 ? value <= lower[i]! : value >= upper[i]!;
    if (!held) free.push(i);
  });
  return free;
}

function descent(hessian: Float64Array, gradient: Float64Array, free: readonly number[]): Float64Array {
  const n = gradient.length;
  const direction = new Float64Array(n);
  for (const i of free) {
    for (const j of free) direction[i]! -= hessian[i * n + j]! * gradient[j]!;
  }
  return direction;
}

/** The BFGS update of the inverse Hessian; skipped where the curvature is not positive. */
function update(h: Float64Array, s: Float64Array, y: Float64Array): void {
  const n = s.length;
  const curvature = dot(s, y);
  if (!(curvature > 1e-12 * Math.sqrt(dot(s, s) * dot(y, y)))) return;
  const hy = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) hy[i]! += h[i * n + j]! * y[j]!;
  }
  const factor = (1 + dot(y, hy) / curvature) / curvature;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      h[i * n + j]! += factor * s[i]! * s[j]! - (hy[i]! * s[j]! + s[i]! * hy[j]!) / curvature;
    }
  }
}

function project(x: Float64Array, { lower, upper }: Box): Float64Array {
  return x.map((value, i) => Math.min(Math.max(value, lower[i]!), upper[i]!));
}

function difference(a: Float64Array, b: Float64Array): Float64Array {
  return a.map((value, i) => value - b[i]!);
}

function identity(n: number): Float64Array {
  return Float64Array.from({ length: n * n }, (_, k) => (k % (n + 1) === 0 ? 1 : 0));
}
