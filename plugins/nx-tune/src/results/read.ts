import { join } from 'node:path';
import { stagesOf, type Stage } from '../spec/index.js';
import type { Phase, PhaseTier, Spec, Tier } from '../spec/types.js';
import { ResultFileError } from './errors.js';
import { readJson } from './json.js';
import { FILES, layoutOf, trialIds } from './layout.js';
import type { Incumbent, Observation, PhaseResult, TrialRecord } from './types.js';

/** The result files of one pipeline. Each reader gives undefined where the file does not exist. */
export class Results {
  readonly layout: ReturnType<typeof layoutOf>;
  private readonly workspaceRoot: string;

  constructor(workspaceRoot: string, pipeline: string) {
    this.workspaceRoot = workspaceRoot;
    this.layout = layoutOf(pipeline);
  }

  path(relative: string): string {
    return join(this.workspaceRoot, relative);
  }

  /** @throws ResultFileError where the file is not JSON */
  read<T>(relative: string): Promise<T | undefined> {
    return readJson<T>(this.path(relative), relative);
  }

  /** The incumbent after a phase, or after a tier of it. */
  incumbent(phase: string, tier?: Tier): Promise<Incumbent | undefined> {
    return this.read(`${this.layout.phase(phase, tier)}/${FILES.incumbent}`);
  }

  phaseResult(phase: string): Promise<PhaseResult | undefined> {
    return this.read(this.layout.phaseSummary(phase));
  }

  record(trial: string): Promise<TrialRecord | undefined> {
    return this.read(`${this.layout.trial(trial)}/${FILES.record}`);
  }

  /** Of the trials and of all their stages. @throws ResultFileError where one has no observation, or a foreign one */
  observations(phase: Phase, tiers: readonly PhaseTier[]): Promise<Observation[]> {
    return this.ofTrials(phase, tiers, [undefined, ...stagesOf(phase)]);
  }

  /** Of one stage alone, or of the trials themselves. @throws ResultFileError as `observations` does */
  ofStage(phase: Phase, tier: PhaseTier, stage: Stage | undefined): Promise<Observation[]> {
    return this.ofTrials(phase, [tier], [stage]);
  }

  private async ofTrials(
    phase: Phase,
    tiers: readonly PhaseTier[],
    stages: readonly (Stage | undefined)[],
  ): Promise<Observation[]> {
    const ids = tiers.flatMap((tier) => stages.flatMap((stage) => trialIds(phase, tier, stage)));
    return Promise.all(
      ids.map(async (id) => {
        const file = `${this.layout.trial(id)}/${FILES.observation}`;
        const observation = await this.read<Observation>(file);
        if (!observation) throw new ResultFileError(file, 'found no such file');
        if (observation.trial !== id) throw new ResultFileError(file, `found that of \`${observation.trial}\``);
        return observation;
      }),
    );
  }
}

/** The incumbent that a phase starts from; undefined for the first phase, and where the phase before is not done. */
export async function incumbentBefore(results: Results, spec: Spec, phase: Phase): Promise<Incumbent | undefined> {
  const before = spec.phases[spec.phases.indexOf(phase) - 1];
  return before && results.incumbent(before.name);
}
