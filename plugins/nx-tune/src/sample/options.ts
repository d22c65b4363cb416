import type { SamplerOptions, Value } from '../spec/types.js';
import { SamplerOptionError } from './errors.js';

export interface NumberOption {
  readonly name: string;
  readonly default: number;
  readonly min: number;
  readonly integer: boolean;
}

/** Trials, the incumbent counted, before an adaptive sampler looks at any observation. */
export const STARTUP = { name: 'startup', default: 8, min: 1, integer: true } as const;
/** Trial i of an adaptive sampler sees trials 0..i-lag. The default is that of pipeline files. */
export const LAG = { name: 'lag', default: 4, min: 1, integer: true } as const;

/** The option's value, or its default. @throws SamplerOptionError */
export function numberOption(options: SamplerOptions, option: NumberOption): number {
  const value: Value = options[option.name] ?? option.default;
  const fits = typeof value === 'number' && value >= option.min && value < Infinity;
  if (!fits || (option.integer && !Number.isInteger(value))) {
    const kind = option.integer ? 'an integer' : 'a number';
    throw new SamplerOptionError(option.name, `to be ${kind} of at least ${option.min}`, value);
  }
  return value;
}
