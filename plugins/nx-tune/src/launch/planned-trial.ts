import { readText } from '../results/json.js';
import type { ArtifactRef, Incumbent, TrialConfig } from '../results/types.js';
import type { Results } from '../results/read.js';
import type { Values } from '../spec/types.js';
import { suggest } from '../sample/index.js';
import { definitionDigest, nameOf, trialRef, type TrialRef } from '../trial/definition.js';
import { historyOf } from '../trial/history.js';
import { inputParts, inputsDigest, type InputParts, type TrialInputs } from '../trial/receipt.js';
import { incumbentFor, paramsOf, phaseValues, sampleRequest, trialConfig } from '../trial/values.js';
import { DefinitionChangedError } from './errors.js';
import type { RunFacts } from './facts.js';

/** Options of a trial's target, as the graph wrote them. */
export interface TrialOptions {
  readonly pipeline: string;
  readonly phase: string;
  readonly tier: string;
  readonly index: number;
  /** Name of a stage; absent for the trial itself. */
  readonly stage?: string;
  readonly definition: string;
}

/** A trial with all that it needs to run, or to be recognised as done. */
export interface PlannedTrial {
  readonly id: string;
  readonly ref: TrialRef;
  readonly results: Results;
  /** Absolute. */
  readonly folder: string;
  readonly config: TrialConfig;
  readonly values: Values;
  readonly origin: string;
  readonly inputs: string;
  readonly parts: InputParts;
  /** Folder of the checkpoint that the program goes on from, from the workspace root. */
  readonly startsFrom?: string;
}

/** @throws PipelineError, UnknownTrialError, DefinitionChangedError */
export function refOf(facts: RunFacts, options: TrialOptions): TrialRef {
  const ref = trialRef(facts.spec(options.pipeline), options);
  if (definitionDigest(ref) !== options.definition)
    throw new DefinitionChangedError(nameOf(ref), options.pipeline);
  return ref;
}

interface Suggestion {
  readonly values: Values;
  readonly origin: string;
  /** Of the rung below, where a rung goes on from it. */
  readonly checkpoint?: ArtifactRef | undefined;
}

/** A stage tries what its trial tried; a trial what the sampler suggests. */
async function suggestionFor(facts: RunFacts, ref: TrialRef, incumbent: Incumbent): Promise<Suggestion> {
  const { phase, index, stage } = ref;
  if (stage) {
    const { trial, values, checkpoint } = await facts.before(ref);
    const origin = `${stage.kind} ${stage.number} of ${trial}`;
    return { values, origin, checkpoint: stage.kind === 'rung' ? checkpoint : undefined };
  }
  const values = suggest(sampleRequest(ref, incumbent, historyOf(ref, await facts.observed(ref))));
  return { values, origin: index === 0 ? 'incumbent' : `${phase.sampler.type} ${index - 1}` };
}

/**
 * To be asked once the trials that it looks at have ended.
 *
 * @throws MissingUpstreamError, NoSourcesError, ResultFileError
 */
export async function planTrial(facts: RunFacts, ref: TrialRef): Promise<PlannedTrial> {
  const { spec, phase } = ref;
  const id = nameOf(ref);
  const results = facts.results(spec);
  const incumbent = incumbentFor(ref, await facts.incumbent(ref));
  const suggestion = await suggestionFor(facts, ref, incumbent);
  const params = paramsOf(ref, incumbent, suggestion.values);
  const config = trialConfig(ref, incumbent, params, spec.prepare && results.layout.data);
  const [sources, data, retry] = await Promise.all([
    facts.sourcesDigest(ref),
    facts.dataDigest(ref),
    readText(results.path(results.layout.retry(id))),
  ]);
  const upstream = Object.entries(incumbent.upstream).flatMap(([name, { artifact }]) =>
    artifact ? [[name, artifact.sha256] as const] : [],
  );
  const given: TrialInputs = {
    command: spec.program.command,
    env: spec.program.env,
    config,
    upstream: Object.fromEntries(upstream),
    sources,
    ...(data === undefined ? {} : { data }),
    ...(phase.artifact === undefined ? {} : { artifact: phase.artifact }),
    ...(keepsCheckpoint(ref) ? { checkpoint: { kept: true, ...fromOf(suggestion) } } : {}),
    ...(retry === undefined ? {} : { retry }),
  };
  const folder = results.path(results.layout.trial(id));
  const { origin, checkpoint } = suggestion;
  const startsFrom = checkpoint && { startsFrom: checkpoint.path };
  const identity = { inputs: inputsDigest(given), parts: inputParts(given), ...startsFrom };
  return { id, ref, results, folder, config, values: phaseValues(ref, params), origin, ...identity };
}

const fromOf = ({ checkpoint }: Suggestion): { from?: string } =>
  checkpoint ? { from: checkpoint.sha256 } : {};

/** The last rung keeps its own too: a larger `max` then adds a rung and runs no other again. */
export const keepsCheckpoint = ({ phase, stage }: TrialRef): boolean =>
  phase.halving !== undefined && stage?.kind !== 'seed';
