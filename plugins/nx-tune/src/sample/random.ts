import type { Values } from '../spec/types.js';
import { uniform } from './hash.js';
import { activeValues } from './space/active.js';
import { fromUnit } from './space/domain.js';
import type { SampleRequest } from './types.js';

/** Independent and uniform on each parameter's scale; point i - 1 of a counter-based generator, so it has no state. */
export function sampleRandom(request: SampleRequest): Values {
  const { seed, stream, index } = request;
  return activeValues(request, ({ name, domain }) =>
    fromUnit(domain, uniform(seed, stream, name, index - 1)),
  );
}
