import type { Value } from '../spec/types.js';

const shown = (value: Value): string => `\`${String(value)}\` (${typeof value})`;

/** `sampler.type` names no sampler. */
export class UnknownSamplerError extends Error {
  override readonly name = 'UnknownSamplerError';
  readonly type: string;

  constructor(type: string, known: readonly string[]) {
    const names = known.map((name) => `\`${name}\``).join(', ');
    super(`Expected \`sampler.type\` to be one of ${names}, got ${shown(type)}.`);
    this.type = type;
  }
}

/** An option of a sampler that it does not have, or a value that the option cannot take. */
export class SamplerOptionError extends Error {
  override readonly name = 'SamplerOptionError';
  readonly option: string;

  /** `rule` follows "Expected `sampler.<option>`": `to be an integer of at least 1`. */
  constructor(option: string, rule: string, value: Value) {
    super(`Expected \`sampler.${option}\` ${rule}, got ${shown(value)}.`);
    this.option = option;
  }
}

/** A grid has fewer points than the tier has trials. */
export class GridExhaustedError extends Error {
  override readonly name = 'GridExhaustedError';
  readonly index: number;
  readonly points: number;

  constructor(index: number, points: number) {
    super(
      `Expected a trial index of at most ${points} in a grid of ${points} points (index 0 is the incumbent), ` +
        `got ${shown(index)}. Lower \`trials\`, or raise \`sampler.levels\`.`,
    );
    this.index = index;
    this.points = points;
  }
}

/** A tier has more parameters than the Sobol table has dimensions. */
export class TooManyDimensionsError extends Error {
  override readonly name = 'TooManyDimensionsError';
  readonly dimensions: number;

  constructor(dimensions: number, limit: number) {
    super(`Expected at most ${limit} parameters for the \`sobol\` sampler, got ${shown(dimensions)}.`);
    this.dimensions = dimensions;
  }
}
