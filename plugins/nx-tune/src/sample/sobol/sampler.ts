import type { SampleRequest } from '../types.js';
import type { Values } from '../../spec/types.js';
import { words } from '../hash.js';
import { activeValues } from '../space/active.js';
import { fromUnit } from '../space/domain.js';
import { scramble } from './scramble.js';
import { sobolBits } from './sequence.js';

/**
 * Point `point` of a scrambled Sobol sequence in (0, 1)^d, a function of (seed, stream, names, point) alone.
 * Each parameter is a dimension, in the order of declaration, with a scrambling of its own.
 */
export function sobolPoint(request: SampleRequest, point: number): number[] {
  const { space, seed, stream } = request;
  return space.map(({ name }, dimension) => {
    const [first, second] = words(seed, stream, name);
    return (scramble(sobolBits(dimension, point), [first!, second!]) + 0.5) / 2 ** 32;
  });
}

/** Trial i >= 1 is point i - 1 of the scrambled sequence. */
export function sampleSobol(request: SampleRequest): Values {
  const unit = sobolPoint(request, request.index - 1);
  return activeValues(request, (parameter, dimension) => fromUnit(parameter.domain, unit[dimension]!));
}
