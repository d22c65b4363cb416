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

/**
 * Matrices (inputs × outputs) uniform in ±1/√inputs, as LeCun et al. (1998) have it, which starts encoders smoother than
 * Glorot's wider range; vectors, which are biases, zero. In the order of `shapes`.
 */
export function initialParameters(shapes: Shapes, random: Random): Parameters {
  return Object.fromEntries(
    Object.entries(shapes).map(([name, shape]) => {
      const limit = shape.length < 2 ? 0 : 1 / Math.sqrt(shape[0]!);
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
