import { readText } from '../results/json.js';
import { trialId } from '../results/layout.js';
import type { TrialConfig } from '../results/types.js';
import type { Results } from '../results/read.js';
import type { Values } from '../spec/types.js';
import { suggest } from '../sample/index.js';
import { definitionDigest, trialRef, type TrialRef } from '../trial/definition.js';
import { inputsDigest } from '../trial/receipt.js';
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
}

/** @throws PipelineError, UnknownTrialError, DefinitionChangedError, MissingUpstreamError, NoSourcesError */
export async function planTrial(facts: RunFacts, options: TrialOptions): Promise<PlannedTrial> {
  const ref = trialRef(facts.spec(options.pipeline), options.phase, options.tier, options.index);
  const { spec, phase, tier, index } = ref;
  const id = trialId(phase.name, tier.tier, index);
  if (definitionDigest(ref) !== options.definition) throw new DefinitionChangedError(id, options.pipeline);
  const results = facts.results(spec);
  const incumbent = await facts.incumbent(ref);
  const params = paramsOf(ref, incumbent, suggest(sampleRequest(ref, incumbent, [])));
  const config = trialConfig(ref, incumbent, params, spec.prepare && results.layout.data);
  const [sources, data, retry] = await Promise.all([
    facts.sourcesDigest(ref),
    facts.dataDigest(ref),
    readText(results.path(results.layout.retry(id))),
  ]);
  const upstream = Object.entries(incumbent.upstream).flatMap(([name, { artifact }]) =>
    artifact ? [[name, artifact.sha256] as const] : [],
  );
  const inputs = inputsDigest({
    command: spec.program.command,
    env: spec.program.env,
    config,
    upstream: Object.fromEntries(upstream),
    sources,
    ...(data === undefined ? {} : { data }),
    ...(phase.artifact === undefined ? {} : { artifact: phase.artifact }),
    ...(retry === undefined ? {} : { retry }),
  });
  const origin = index === 0 ? 'incumbent' : `${phase.sampler.type} ${index - 1}`;
  const folder = results.path(results.layout.trial(id));
  return { id, ref, results, folder, config, values: phaseValues(ref, params), origin, inputs };
}
