import type { Parameters } from '../models/parameters.js';

export interface AdamOptions {
  readonly learningRate: number;
  /** The gradient of all parameters together is shortened to this length. */
  readonly clip: number;
}

const BETA1 = 0.9;
const BETA2 = 0.999;
const EPSILON = 1e-8;

/**
 * Adam with clipping by the global norm. Source: Kingma and Ba (2015), algorithm 1. On the host: one pass over typed
 * arrays costs less than three kernels an array, and its state is what a checkpoint saves.
 */
export class Adam {
  readonly first: Parameters;
  readonly second: Parameters;
  #step: number;

  constructor(first: Parameters, second: Parameters, step: number) {
    this.first = first;
    this.second = second;
    this.#step = step;
  }

  static started(parameters: Parameters): Adam {
    const zeros = (): Parameters =>
      Object.fromEntries(
        Object.entries(parameters).map(([name, { shape, data }]) => [
          name,
          { shape, data: new Float32Array(data.length) },
        ]),
      );
    return new Adam(zeros(), zeros(), 0);
  }

  get step(): number {
    return this.#step;
  }

  /** Changes `parameters` in place. */
  update(
    parameters: Parameters,
    gradients: Readonly<Record<string, Float32Array>>,
    options: AdamOptions,
  ): void {
    this.#step++;
    const shorten = options.clip / Math.max(options.clip, globalNorm(gradients));
    const rate = (options.learningRate * Math.sqrt(1 - BETA2 ** this.#step)) / (1 - BETA1 ** this.#step);
    for (const [name, { data }] of Object.entries(parameters)) {
      const gradient = gradients[name]!;
      const m = this.first[name]!.data;
      const v = this.second[name]!.data;
      for (let i = 0; i < data.length; i++) {
        const g = gradient[i]! * shorten;
        const mean = BETA1 * m[i]! + (1 - BETA1) * g;
        const square = BETA2 * v[i]! + (1 - BETA2) * g * g;
        m[i] = mean;
        v[i] = square;
        data[i]! -= (rate * mean) / (Math.sqrt(square) + EPSILON);
      }
    }
  }
}

function globalNorm(gradients: Readonly<Record<string, Float32Array>>): number {
  let squares = 0;
  for (const gradient of Object.values(gradients)) {
    for (const value of gradient) squares += value * value;
  }
  return Math.sqrt(squares);
}
