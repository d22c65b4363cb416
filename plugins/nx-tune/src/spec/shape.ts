import * as z from 'zod/mini';
import { described } from './described.js';
import { fixedShape } from './fixed.js';
import { metricShape } from './metric.js';
import { cyclesShape } from './cycles.js';
import { stopShape } from './halving.js';
import { identifierShape, nameShape } from './name.js';
import { parameterShape } from './parameter.js';
import { phaseShape } from './phase.js';
import { programShape, trialProgramShape } from './program.js';
import { replicatesShape } from './replicates.js';
import { runtimeShape } from './runtime.js';
import { samplerShape } from './sampler.js';

/** What a program's generator of random numbers takes everywhere. */
const LARGEST_SEED = 2 ** 32 - 1;

export const seedShape = z.int().check(z.gte(0), z.lte(LARGEST_SEED));

/** Shape only: each rule about values is in the file that uses them. Also the source of the JSON schema for editors. */
export const pipelineShape = z.strictObject({
  extends: z.optional(
    described(
      'Pipeline file that this one extends, relative to it: maps are merged by key, the rest is replaced.',
      z.string(),
    ),
  ),
  name: z.optional(described("The pipeline's name. Default: the folder's name.", nameShape)),
  seed: z.optional(described('Of all suggestions and programs. Default: 0.', seedShape)),
  program: described('What a trial runs.', trialProgramShape),
  prepare: z.optional(described('Runs once, before any trial; writes into TUNE_OUTPUT_DIR.', programShape)),
  finish: z.optional(described('Runs once, after the last phase, given the incumbent.', programShape)),
  parameters: z.optional(described('What is tuned.', z.record(identifierShape, parameterShape))),
  fixed: z.optional(fixedShape),
  metrics: z.optional(
    described(
      'What programs report. When given, objectives and gates must name one of them.',
      z.record(identifierShape, metricShape),
    ),
  ),
  phases: described('Tuned one after another, in this order.', z.record(nameShape, phaseShape)),
  cycles: z.optional(cyclesShape),
  sampler: z.optional(described('How values are suggested, in all phases.', samplerShape)),
  stop: z.optional(
    described('How trials are stopped early, in the phase whose parameter is the budget.', stopShape),
  ),
  replicates: z.optional(
    described('The best trials of each tier are run again with other seeds, in all phases.', replicatesShape),
  ),
  runtime: z.optional(described("How trials are run; never part of a trial's identity.", runtimeShape)),
});
