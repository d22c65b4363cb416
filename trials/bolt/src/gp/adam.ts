/** The state of an ascent by Adam: what it moves, and its memory. All arrays are of one length. */
export interface Ascent {
  readonly parameters: Float64Array;
  readonly firstMoment: Float64Array;
  readonly secondMoment: Float64Array;
  /** Steps taken so far. */
  readonly step: number;
}

export function startAscent(parameters: Float64Array): Ascent {
  const { length } = parameters;
  return {
    parameters,
    firstMoment: new Float64Array(length),
    secondMoment: new Float64Array(length),
    step: 0,
  };
}

/**
 * One step uphill. Source: Kingma and Ba 2015, algorithm 1, with its default decay rates.
 *
 * @param gradient - of what is maximised
 * @param rate - about how far a parameter moves in a step
 */
export function ascend(state: Ascent, gradient: Float64Array, rate: number): Ascent {
  const step = state.step + 1;
  const firstMoment = state.firstMoment.map((value, i) => 0.9 * value + 0.1 * gradient[i]!);
  const secondMoment = state.secondMoment.map((value, i) => 0.999 * value + 0.001 * gradient[i]! ** 2);
  const firstScale = 1 / (1 - 0.9 ** step);
  const secondScale = 1 / (1 - 0.999 ** step);
  const parameters = state.parameters.map(
    (value, i) =>
      value + (rate * firstMoment[i]! * firstScale) / (Math.sqrt(secondMoment[i]! * secondScale) + 1e-8),
  );
  return { parameters, firstMoment, secondMoment, step };
}
