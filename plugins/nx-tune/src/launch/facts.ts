import { join } from 'node:path';
import { digestText } from '../results/digest.js';
import { readText } from '../results/json.js';
import { FILES } from '../results/layout.js';
import { Results } from '../results/read.js';
import type { Incumbent, Observation, Ranking } from '../results/types.js';
import type { KnownTargets } from '../spec/index.js';
import type { Spec } from '../spec/types.js';
import { rankingOf } from '../spec/index.js';
import { nameOf, refBefore, type TrialRef } from '../trial/definition.js';
import { trialsSeen } from '../trial/history.js';
import { trialSources } from '../trial/inputs.js';
import { sourceGroupsDigest } from '../trial/sources.js';
import { NO_INCUMBENT } from '../trial/values.js';
import { MissingUpstreamError, SourcesChangedError } from './errors.js';
import { loadPipeline } from './pipeline.js';

/** Sources are looked at again before a program starts, but not for every one of hundreds of trials a second. */
const SOURCES_FRESH_FOR_MS = 2_000;

interface Digested {
  digest: string;
  at: number;
}

/** What the trials of one run have in common, read once: pipelines, incumbents, digests of sources and data. */
export class RunFacts {
  readonly workspaceRoot: string;
  readonly #targets: KnownTargets;
  private readonly specs = new Map<string, Spec>();
  private readonly incumbents = new Map<string, Promise<Incumbent>>();
  private readonly observations = new Map<string, Promise<Observation>>();
  private readonly rankings = new Map<string, Promise<Ranking | undefined>>();
  private readonly data = new Map<string, Promise<string>>();
  private readonly sources = new Map<string, Promise<Digested>>();

  /** @param targets the workspace's Nx targets, among which each pipeline's `dependsOn` must be */
  constructor(workspaceRoot: string, targets: KnownTargets) {
    this.workspaceRoot = workspaceRoot;
    this.#targets = targets;
  }

  /** @throws PipelineError */
  spec(file: string): Spec {
    return remembered(this.specs, file, () => loadPipeline(this.workspaceRoot, file, this.#targets));
  }

  /** The pipelines among `files` that have no mistakes. */
  readable(files: readonly string[]): Spec[] {
    return [...new Set(files)].flatMap((file) => {
      try {
        return [this.spec(file)];
      } catch {
        return []; // planning a trial of it will say why
      }
    });
  }

  results(spec: Spec): Results {
    return new Results(this.workspaceRoot, spec.name);
  }

  /** The incumbent that a trial starts from. @throws MissingUpstreamError */
  incumbent(ref: TrialRef): Promise<Incumbent> {
    const { spec, phase, tier } = ref;
    const tierBefore = phase.tiers[phase.tiers.indexOf(tier) - 1];
    const phaseBefore = spec.phases[spec.phases.indexOf(phase) - 1];
    const from = tierBefore
      ? { phase: phase.name, tier: tierBefore.tier }
      : phaseBefore && { phase: phaseBefore.name };
    if (!from) return Promise.resolve(NO_INCUMBENT);
    const { layout } = this.results(spec);
    const file = `${layout.phase(from.phase, 'tier' in from ? from.tier : undefined)}/${FILES.incumbent}`;
    return remembered(this.incumbents, file, async () => {
      const found = await this.results(spec).read<Incumbent>(file);
      if (!found) throw new MissingUpstreamError(nameOf(ref), file);
      return found;
    });
  }

  /**
   * What the trials that a trial looks at came to, by index. To be asked once they have ended.
   *
   * @throws MissingUpstreamError, ResultFileError
   */
  observed(ref: TrialRef): Promise<Observation[]> {
    const seen = Array.from({ length: trialsSeen(ref) }, (_, index) => ({ ...ref, index }));
    return Promise.all(seen.map((each) => this.observation(ref, each)));
  }

  /** What the trial, or the rung, that a stage starts from came to. @throws MissingUpstreamError, ResultFileError */
  async before(ref: TrialRef): Promise<Observation> {
    return this.observation(ref, refBefore(ref));
  }

  /** Whether a stage has this trial. @throws MissingUpstreamError, ResultFileError */
  async goesOn(ref: TrialRef): Promise<boolean> {
    const { spec, phase, tier, index, stage } = ref;
    if (!stage) return true;
    const file = this.results(spec).layout.ranking(phase.name, tier.tier, rankingOf(stage));
    const ranking = await remembered(this.rankings, file, () => this.results(spec).read<Ranking>(file));
    if (!ranking) throw new MissingUpstreamError(nameOf(ref), file);
    return ranking.go_on.includes(index);
  }

  private observation(ref: TrialRef, of: TrialRef): Promise<Observation> {
    const results = this.results(ref.spec);
    const file = `${results.layout.trial(nameOf(of))}/${FILES.observation}`;
    return remembered(this.observations, file, async () => {
      const found = await results.read<Observation>(file);
      if (!found) throw new MissingUpstreamError(nameOf(ref), file);
      return found;
    });
  }

  /** Digest of the prepared data's manifest; undefined where the pipeline prepares none. @throws MissingUpstreamError */
  dataDigest(ref: TrialRef): Promise<string> | undefined {
    if (!ref.spec.prepare) return undefined;
    const file = `${this.results(ref.spec).layout.data}/${FILES.manifest}`;
    return remembered(this.data, file, async () => {
      const text = await readText(join(this.workspaceRoot, file));
      if (text === undefined) throw new MissingUpstreamError(nameOf(ref), file);
      return digestText(text);
    });
  }

  /** Digest of the sources as this run found them. */
  async sourcesDigest(ref: TrialRef): Promise<string> {
    return (await this.digested(trialSources(ref.spec, ref.phase))).digest;
  }

  /** @throws SourcesChangedError where a source file is no longer what this run began with */
  async expectSourcesUnchanged(ref: TrialRef): Promise<void> {
    const groups = trialSources(ref.spec, ref.phase);
    const known = await this.digested(groups);
    if (performance.now() - known.at < SOURCES_FRESH_FOR_MS) return;
    known.at = performance.now();
    if ((await sourceGroupsDigest(this.workspaceRoot, groups)) === known.digest) return;
    known.at = -Infinity;
    throw new SourcesChangedError(nameOf(ref));
  }

  private digested(groups: readonly (readonly string[])[]): Promise<Digested> {
    return remembered(this.sources, JSON.stringify(groups), async () => ({
      digest: await sourceGroupsDigest(this.workspaceRoot, groups),
      at: performance.now(),
    }));
  }
}

function remembered<V>(known: Map<string, V>, key: string, make: () => V): V {
  const value = known.get(key) ?? make();
  known.set(key, value);
  return value;
}
