import { readText } from '../results/json.js';
import { trialId } from '../results/layout.js';
import type { TrialConfig } from '../results/types.js';
import type { Results } from '../results/read.js';
import type { Values } from '../spec/types.js';
import { suggest } from '../sample/index.js';
import { definitionDigest, trialRef, type TrialRef } from '../trial/definition.js';
import { historyOf } from '../trial/history.js';
import { inputParts, inputsDigest, type InputParts, type TrialInputs } from '../trial/receipt.js';
import { paramsOf, phaseValues, sampleRequest, trialConfig } from '../trial/values.js';
import { DefinitionChangedError } from './errors.js';
import type { RunFacts } from './facts.js';

/** Options of a trial's target, as the graph wrote them. */
export interface TrialOptions {
  readonly pipeline: string;
  readonly phase: string;
  readonly tier: string;
  readonly index: number;
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
}

/** @throws PipelineError, UnknownTrialError, DefinitionChangedError */
export function refOf(facts: RunFacts, options: TrialOptions): TrialRef {
  const ref = trialRef(facts.spec(options.pipeline), options.phase, options.tier, options.index);
  const id = trialId(ref.phase.name, ref.tier.tier, ref.index);
  if (definitionDigest(ref) !== options.definition) throw new DefinitionChangedError(id, options.pipeline);
  return ref;
}

/**
 * To be asked once the trials that it looks at have ended.
 *
 * @throws MissingUpstreamError, NoSourcesError, ResultFileError
 */
export async function planTrial(facts: RunFacts, ref: TrialRef): Promise<PlannedTrial> {
  const { spec, phase, tier, index } = ref;
  const id = trialId(phase.name, tier.tier, index);
  const results = facts.results(spec);
  const [incumbent, observed] = await Promise.all([facts.incumbent(ref), facts.observed(ref)]);
  const suggestion = suggest(sampleRequest(ref, incumbent, historyOf(ref, observed)));
  const params = paramsOf(ref, incumbent, suggestion);
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
    ...(retry === undefined ? {} : { retry }),
  };
  const origin = index === 0 ? 'incumbent' : `${phase.sampler.type} ${index - 1}`;
  const folder = results.path(results.layout.trial(id));
  const identity = { inputs: inputsDigest(given), parts: inputParts(given) };
  return { id, ref, results, folder, config, values: phaseValues(ref, params), origin, ...identity };
}
