import { jit, numpy as np } from '@jax-js/jax';
import type { PreparedData } from '../data/files.js';
import { gather } from '../models/exemplar-sets.js';
import { gaussian } from '../models/gaussian.js';
import { encodeInstructions } from '../models/instruction-vae.js';
import { deviceMatrix, onDevice, type DeviceParameters, type Parameters } from '../models/parameters.js';
import { encodeSets } from '../models/set-vae.js';
import { subset, type VaeModel } from '../models/vae.js';
import type { Prompt } from '../reader.js';
import { SetBatches } from '../training/vae-objective.js';

/** Both trained encoders. */
export interface Encoders {
  /** Names begin with `instruction/` and `set/`. */
  readonly parameters: Parameters;
  readonly model: VaeModel;
}

/**
 * Latent points of prompts, [instruction ; exemplar set], the means of both encoders: prompts × (d_i + d_x).
 */
export function encodePrompts(
  { parameters, model }: Encoders,
  data: PreparedData,
  prompts: readonly Prompt[],
): Float64Array {
  const p = onDevice(parameters);
  const { latent } = model.set;
  const instructions = deviceMatrix(
    gather(
      data.instructions.rows,
      data.columns,
      prompts.map(({ instruction }) => instruction),
    ),
    [prompts.length, data.columns],
  );
  const run = jit((p: DeviceParameters, x: np.Array, features: np.Array) => {
    const a = gaussian(encodeInstructions(subset(p, 'instruction/'), x), model.instructionLatent);
    const b = gaussian(encodeSets(subset(p, 'set/'), model.set, features, prompts.length), latent);
    a.logVariance.dispose();
    b.logVariance.dispose();
    return np.concatenate([a.mean, b.mean], 1);
  });
  const batch = new SetBatches(data).batch(prompts.map(({ exemplars }) => exemplars));
  batch.targets.dispose();
  return Float64Array.from(run(p, instructions, batch.features).dataSync());
}
