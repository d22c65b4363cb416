import { readFixed } from './fixed.js';
import { inCycles } from './cycles.js';
import { checkStop } from './halving.js';
import type { Located } from './located.js';
import { readMetrics } from './metric.js';
import { readParameters } from './parameter.js';
import { readPhases } from './phase.js';
import { readDependsOn, readProgram } from './program.js';
import { readRuntime } from './runtime.js';
import { checkSampler } from './sampler.js';
import { reportShape } from './shape-problems.js';
import { seedShape } from './shape.js';
import type { Program, Spec } from './types.js';
import { checkWhen } from './when.js';

/** Calls the validators in order. Undefined, or meaningless, once `file.problems` holds any. */
export function validate(file: Located, identity: Pick<Spec, 'name' | 'root' | 'files'>): Spec | undefined {
  reportShape(file);
  const program = readProgram(file, 'program');
  const prepare = readProgram(file, 'prepare', program?.sources);
  const finish = readProgram(file, 'finish', program?.sources);
  const parameters = readParameters(file);
  checkWhen(file, parameters);
  const fixed = readFixed(file, parameters);
  const metrics = readMetrics(file);
  checkSampler(file, ['sampler']);
  checkStop(file, parameters);
  const phases = inCycles(file, readPhases(file, { parameters, fixed }));
  const runtime = readRuntime(file);
  if (program === undefined) return undefined;
  return {
    ...identity,
    seed: file.get(seedShape, ['seed']) ?? 0,
    program,
    dependsOn: readDependsOn(file),
    ...programs(prepare, finish),
    parameters,
    fixed,
    metrics,
    phases,
    runtime,
  };
}

function programs(
  prepare: Program | undefined,
  finish: Program | undefined,
): Pick<Spec, 'prepare' | 'finish'> {
  return { ...(prepare && { prepare }), ...(finish && { finish }) };
}
