import { jit, type numpy as np } from '@jax-js/jax';
import { ContractError } from 'trials-kit';
import type { PreparedData } from '../data/files.js';
import { gather } from '../reader.js';
import { gaussian } from '../models/gaussian.js';
import { encodeInstructions } from '../models/instruction-vae.js';
import {
  deviceMatrix,
  onDevice,
  parametersIn,
  type DeviceParameters,
  type Parameters,
} from '../models/parameters.js';
import { encodeSets } from '../models/set-vae.js';
import { subset, type VaeModel } from '../models/vae.js';
import type { Artifact } from '../phase.js';
import type { Prompt } from '../reader.js';
import { SetBatches } from '../training/vae-objective.js';

/** Both trained encoders. */
export interface Encoders {
  /** Names begin with `instruction/` and `set/`. */
  readonly parameters: Parameters;
  readonly model: VaeModel;
}

/**
 * The instruction encoder of the phase `vae`, and the set encoder of the last phase that trained one: `scorer` where
 * the pipeline has it, else `vae`.
 *
 * @throws ContractError when there is no artifact of `vae`
 */
export function readEncoders(upstream: Readonly<Record<string, Artifact>>): Encoders {
  const { vae, scorer } = upstream;
  if (vae === undefined) {
    throw new ContractError('Expected `upstream` to name an artifact of the phase `vae`, got none.');
  }
  const parameters = parametersIn(vae.tensors, '');
  const model = modelOf(vae);
  if (scorer === undefined) return { parameters, model };
  const instruction = Object.entries(parameters).filter(([name]) => name.startsWith('instruction/'));
  const sets = Object.entries(parametersIn(scorer.tensors, '')).filter(([name]) => name.startsWith('set/'));
  return {
    parameters: Object.fromEntries([...instruction, ...sets]),
    model: { ...model, set: modelOf(scorer).set },
  };
}

const modelOf = ({ metadata }: Artifact): VaeModel => JSON.parse(metadata['model']!) as VaeModel;

/** Latent points of prompts, [instruction ; exemplar set], the means of both encoders: prompts × (d_i + d_x). */
export function encodePrompts(
  { parameters, model }: Encoders,
  data: PreparedData,
  prompts: readonly Prompt[],
): Float64Array {
  const rows = gather(
    data.instructions.rows,
    data.columns,
    prompts.map(({ instruction }) => instruction),
  );
  const { features, targets } = new SetBatches(data).batch(prompts.map(({ exemplars }) => exemplars));
  targets.dispose();
  const encode = jit((p: DeviceParameters, instructions: np.Array, features: np.Array) => {
    const instruction = encodeInstructions(subset(p, 'instruction/'), instructions);
    const set = encodeSets(subset(p, 'set/'), model.set, features, prompts.length);
    return [meanOf(instruction, model.instructionLatent), meanOf(set, model.set.latent)];
  });
  const instructions = deviceMatrix(rows, [prompts.length, data.columns]);
  const [a, b] = encode(onDevice(parameters), instructions, features).map((array) => array.dataSync());
  return sideBySide(a!, b!, prompts.length);
}

function meanOf(output: np.Array, dimensions: number): np.Array {
  const { mean, logVariance } = gaussian(output, dimensions);
  logVariance.dispose();
  return mean;
}

/** Rows of two matrices, joined row by row. */
function sideBySide(a: ArrayLike<number>, b: ArrayLike<number>, rows: number): Float64Array {
  const [left, right] = [a.length / rows, b.length / rows];
  return Float64Array.from({ length: a.length + b.length }, (_, i) => {
    const row = Math.floor(i / (left + right));
    const column = i % (left + right);
    return column < left ? a[row * left + column]! : b[row * right + column - left]!;
  });
}
