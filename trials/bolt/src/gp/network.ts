import type { Random } from '../random.js';

/**
 * The deep kernel's feature network: inputs → hidden, tanh → outputs. No bias at the outputs, because the kernel sees
 * differences only. Source of the idea: Wilson et al. 2016, Deep Kernel Learning.
 */
export interface NetworkShape {
  readonly inputs: number;
  readonly hidden: number;
  readonly outputs: number;
}

/** The network's weights, as views of one flat vector: [first | bias | second]. */
export interface Network {
  readonly shape: NetworkShape;
  /** hidden × inputs. */
  readonly first: Float64Array;
  /** hidden. */
  readonly bias: Float64Array;
  /** outputs × hidden. */
  readonly second: Float64Array;
}

export function weightCount({ inputs, hidden, outputs }: NetworkShape): number {
  return hidden * inputs + hidden + outputs * hidden;
}

export function networkFrom(shape: NetworkShape, weights: Float64Array): Network {
  const bias = shape.hidden * shape.inputs;
  const second = bias + shape.hidden;
  return {
    shape,
    first: weights.subarray(0, bias),
    bias: weights.subarray(bias, second),
    second: weights.subarray(second, weightCount(shape)),
  };
}

/**
 * Inverse variances of the weights' normal prior with mean 0, which is also what they are drawn from at first:
 * 1/number of inputs of the unit for weights, 1 for biases. It keeps a network of a thousand weights from bending a few
 * hundred points at will.
 */
export function weightPrecisions(shape: NetworkShape): Float64Array {
  const precisions = new Float64Array(weightCount(shape));
  const { first, bias, second } = networkFrom(shape, precisions);
  first.fill(shape.inputs);
  bias.fill(1);
  second.fill(shape.hidden);
  return precisions;
}

/** Weights drawn from their prior. */
export function drawWeights(shape: NetworkShape, random: Random): Float64Array {
  return weightPrecisions(shape).map((precision) => random.normal() / Math.sqrt(precision));
}

/** What a pass through the network leaves: hidden activations (rows × hidden) and features (rows × outputs). */
export interface Pass {
  readonly hidden: Float64Array;
  readonly outputs: Float64Array;
}

/** @param inputs - rows × inputs */
export function forward({ shape, first, bias, second }: Network, inputs: Float64Array): Pass {
  const rows = inputs.length / shape.inputs;
  const hidden = productWithRows(inputs, first, rows);
  for (let i = 0; i < hidden.length; i++) hidden[i] = Math.tanh(hidden[i]! + bias[i % shape.hidden]!);
  return { hidden, outputs: productWithRows(hidden, second, rows) };
}

/** d / d hidden pre-activations, from d / d outputs (rows × outputs): rows × hidden. */
export function backToHidden({ shape, second }: Network, pass: Pass, byOutput: Float64Array): Float64Array {
  const byHidden = new Float64Array(pass.hidden.length);
  for (let i = 0; i < byHidden.length; i++) {
    const row = Math.floor(i / shape.hidden);
    const unit = i % shape.hidden;
    let sum = 0;
    for (let k = 0; k < shape.outputs; k++) {
      sum += byOutput[row * shape.outputs + k]! * second[k * shape.hidden + unit]!;
    }
    byHidden[i] = sum * (1 - pass.hidden[i]! ** 2);
  }
  return byHidden;
}

/**
 * Gradient by the flat weights.
 *
 * @param inputs - rows × inputs, as given to {@link forward}
 * @param byOutput - rows × outputs
 */
export function weightGradient(
  network: Network,
  inputs: Float64Array,
  pass: Pass,
  byOutput: Float64Array,
): Float64Array {
  const { shape } = network;
  const gradient = new Float64Array(weightCount(shape));
  const views = networkFrom(shape, gradient);
  const byHidden = backToHidden(network, pass, byOutput);
  addOuterProducts(views.first, byHidden, inputs, shape.inputs);
  for (let i = 0; i < byHidden.length; i++) views.bias[i % shape.hidden]! += byHidden[i]!;
  addOuterProducts(views.second, byOutput, pass.hidden, shape.hidden);
  return gradient;
}

/** d / d inputs of {@link forward}, from d / d outputs: rows × inputs. */
export function inputGradient(network: Network, pass: Pass, byOutput: Float64Array): Float64Array {
  const { inputs, hidden } = network.shape;
  const byHidden = backToHidden(network, pass, byOutput);
  const rows = byHidden.length / hidden;
  const gradient = new Float64Array(rows * inputs);
  for (let i = 0; i < rows; i++) {
    for (let k = 0; k < hidden; k++) {
      const factor = byHidden[i * hidden + k]!;
      for (let j = 0; j < inputs; j++) gradient[i * inputs + j]! += factor * network.first[k * inputs + j]!;
    }
  }
  return gradient;
}

/** Every row of `a` times every row of `b`: rows × rows of b. */
function productWithRows(a: Float64Array, b: Float64Array, rows: number): Float64Array {
  const columns = a.length / rows;
  const others = b.length / columns;
  const product = new Float64Array(rows * others);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < others; j++) {
      let sum = 0;
      for (let k = 0; k < columns; k++) sum += a[i * columns + k]! * b[j * columns + k]!;
      product[i * others + j] = sum;
    }
  }
  return product;
}

/** `into` (units × `columns`) += Σ over rows of left (rows × units) outer right (rows × columns). */
function addOuterProducts(
  into: Float64Array,
  left: Float64Array,
  right: Float64Array,
  columns: number,
): void {
  const units = into.length / columns;
  const rows = right.length / columns;
  for (let i = 0; i < rows; i++) {
    for (let k = 0; k < units; k++) {
      const factor = left[i * units + k]!;
      for (let j = 0; j < columns; j++) into[k * columns + j]! += factor * right[i * columns + j]!;
    }
  }
}
