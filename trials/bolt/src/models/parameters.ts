import { numpy as np } from '@jax-js/jax';
import type { Tensor, Tensors } from 'trials-kit';
import type { Random } from '../random.js';

/** Trainable arrays by name, on the host. */
export type Parameters = Readonly<
  Record<string, { readonly shape: readonly number[]; readonly data: Float32Array }>
>;

/** The same on the device, as traced functions take them. */
// Not an interface, because jax-js maps over its fields.
export type DeviceParameters = Record<string, np.Array>;

type Shapes = Readonly<Record<string, readonly number[]>>;

/** Half the width of the uniform distribution that a matrix, inputs × outputs, is drawn from. */
export type InitialRange = (inputs: number, outputs: number) => number;

/** Glorot and Bengio (2010): gradients of one size through the layers. */
export const glorot: InitialRange = (inputs, outputs) => Math.sqrt(6 / (inputs + outputs));

/** LeCun et al. (1998), in the narrow form of PyTorch's linear layers: an encoder starts smoother. */
export const narrow: InitialRange = (inputs) => 1 / Math.sqrt(inputs);

/** Matrices are drawn; vectors, which are biases, start at zero. In the order of `shapes`. */
export function initialParameters(shapes: Shapes, random: Random, range: InitialRange): Parameters {
  return Object.fromEntries(
    Object.entries(shapes).map(([name, shape]) => {
      const limit = shape.length < 2 ? 0 : range(shape[0]!, shape[1]!);
      const data = new Float32Array(shape.reduce((product, size) => product * size, 1));
      if (limit > 0) for (let i = 0; i < data.length; i++) data[i] = limit * (2 * random.uniform() - 1);
      return [name, { shape, data }];
    }),
  );
}

export function copyParameters(parameters: Parameters): Parameters {
  return Object.fromEntries(
    Object.entries(parameters).map(([name, { shape, data }]) => [name, { shape, data: data.slice() }]),
  );
}

/** The caller owns the arrays. */
export function onDevice(parameters: Parameters): DeviceParameters {
  return Object.fromEntries(
    Object.entries(parameters).map(([name, { shape, data }]) => [name, deviceMatrix(data, shape)]),
  );
}

/** The caller owns the array. */
export const deviceMatrix = (data: Float32Array, shape: readonly number[]): np.Array =>
  np.array(data as Float32Array<ArrayBuffer>).reshape([...shape]);

/** Those tensors whose names begin with `prefix`, without it. */
export function parametersIn(tensors: Tensors, prefix: string): Parameters {
  return Object.fromEntries(
    Object.entries(tensors)
      .filter(([name]) => name.startsWith(prefix))
      .map(([name, { shape, data }]) => [name.slice(prefix.length), { shape, data: data as Float32Array }]),
  );
}

export const prefixed = (parameters: Parameters, prefix: string): Record<string, Tensor> =>
  Object.fromEntries(Object.entries(parameters).map(([name, tensor]) => [`${prefix}${name}`, tensor]));
