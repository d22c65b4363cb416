import type { Values } from '../spec/types.js';
import { LAG, STARTUP, numberOption } from './options.js';
import { sampleSobol } from './sobol/sampler.js';
import { incumbentValues } from './space/active.js';
import type { SampleRequest, Sampler } from './types.js';

/** Values from `request.history`, all of which is known, beside `pending` trials; undefined where it cannot tell. */
export type Model = (request: SampleRequest, pending: readonly Values[]) => Values | undefined;

/**
 * The schedule of all adaptive samplers. Trials below `startup` are Sobol points, and so is one where the model cannot
 * tell; of a finite space those that have been tried are left out. Trial i >= `startup` sees the observations of trials 0..i-lag. The values of trials i-lag+1..i-1, which may
 * still be running, follow from the same history, so they are worked out and given to the model as pending: the same
 * trials come out however many of them run at once.
 */
export function adaptive(model: Model): Sampler {
  return (request) => {
    const startup = numberOption(request.options, STARTUP);
    const lag = numberOption(request.options, LAG);
    const values = new Map(request.history.map((trial) => [trial.index, trial.values]));
    const at = (index: number): Values => {
      if (index === 0) return incumbentValues(request);
      const asked = {
        ...request,
        index,
        history: request.history.filter((trial) => trial.index <= index - lag),
      };
      const pending = between(index - lag + 1, index)
        .map((i) => values.get(i))
        .filter((known) => known !== undefined);
      if (index < startup) return sampleSobol(asked);
      return (
        model(asked, pending) ?? untried(asked, [...asked.history.map((trial) => trial.values), ...pending])
      );
    };
    if (request.index >= startup) {
      for (const index of between(request.index - lag + 1, request.index)) values.set(index, at(index));
    }
    return at(request.index);
  };
}

/** The Sobol point of the trial, or where that has been tried the next one that has not; the trial's after 256 of them. */
function untried(request: SampleRequest, tried: readonly Values[]): Values {
  const key = (values: Values) => JSON.stringify(request.space.map(({ name }) => values[name] ?? null));
  const taken = new Set(tried.map(key));
  for (let index = request.index; index < request.index + 256; index++) {
    const values = sampleSobol({ ...request, index });
    if (!taken.has(key(values))) return values;
  }
  return sampleSobol(request);
}

/** Trial indices from `from` up to and without `to`. */
function between(from: number, to: number): number[] {
  const first = Math.max(0, from);
  return Array.from({ length: Math.max(0, to - first) }, (_, i) => first + i);
}
