import { kernelFrom, SCALARS } from './kernel.js';
import { forward, inputGradient, networkFrom } from './network.js';
import type { Conditioned } from './posterior.js';

/**
 * Lengthscale of every input dimension, in the kernel's units (1 suits a standardised input): how far an input must
 * move to move r² by 1/columns. Without a network that is the kernel's own lengthscale. With one it is the lengthscale
 * of the kernel near the observations: r² pulled back through the network's Jacobian, averaged over them.
 *
 * @returns one a column; Infinity for an input that the network ignores
 */
export function inputLengthscales({ parameters, network, columns, inputs }: Conditioned): Float64Array {
  const size = SCALARS + (network?.outputs ?? columns);
  const { lengthscales } = kernelFrom(parameters.slice(0, size));
  if (!network) return lengthscales;
  const layers = networkFrom(network, parameters.subarray(size));
  const pass = forward(layers, inputs);
  const squares = new Float64Array(columns);
  for (const [output, lengthscale] of lengthscales.entries()) {
    const direction = new Float64Array(pass.outputs.length);
    for (let i = output; i < direction.length; i += network.outputs) direction[i] = 1 / lengthscale;
    const slopes = inputGradient(layers, pass, direction);
    for (let i = 0; i < slopes.length; i++) squares[i % columns]! += slopes[i]! ** 2;
  }
  // Σ over outputs is divided by their number in r², by the columns in the unit of the answer.
  const rows = inputs.length / columns;
  return squares.map((sum) => Math.sqrt((rows * network.outputs) / (columns * sum)));
}
