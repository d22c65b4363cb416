import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { writeJson } from '../results/json.js';
import type { Results } from '../results/read.js';
import type { Observation, Ranking } from '../results/types.js';
import { rankingOf, stageBefore, stageName, stagesOf, type Stage } from '../spec/index.js';
import type { Phase, Spec, Tier } from '../spec/types.js';
import { trialsOf } from './go-on.js';

/**
 * Writes down which trials of a tier a stage has.
 *
 * @throws UnknownStageError, NobodyGoesOnError, ResultFileError
 */
export async function rankForStage(results: Results, spec: Spec, place: StagePlace): Promise<Ranking> {
  const phase = spec.phases.find(({ name }) => name === place.phase);
  const tier = phase?.tiers.find((each) => each.tier === place.tier);
  const stage = phase && stagesOf(phase).find((each) => stageName(each) === place.stage);
  if (!phase || !tier || !stage) throw new UnknownStageError(spec.name, place);
  const before = await results.ofStage(phase, tier, stageBefore(phase, stage));
  const ranking = trialsOf(phase, stage, before);
  expectSomebody(phase, { tier: tier.tier, stage, before, ranking });
  const file = results.path(results.layout.ranking(phase.name, tier.tier, rankingOf(stage)));
  await mkdir(dirname(file), { recursive: true });
  await writeJson(file, ranking);
  return ranking;
}

export interface StagePlace {
  readonly phase: string;
  readonly tier: string;
  readonly stage: string;
}

export class UnknownStageError extends Error {
  override readonly name = 'UnknownStageError';

  constructor(pipeline: string, { phase, tier, stage }: StagePlace) {
    super(
      `Expected tier ${tier} of phase \`${phase}\` of \`${pipeline}\` to have ${stage}, found none. ` +
        'The pipeline file changed after the run began: run the same command again.',
    );
  }
}

/** Trials finished, but none of them with a number for halving to go by. */
export class NobodyGoesOnError extends Error {
  override readonly name = 'NobodyGoesOnError';

  constructor({ name, halving }: Phase, tier: Tier, finished: number) {
    super(
      `Expected a trial of tier ${tier} of phase \`${name}\` to report \`${halving!.metric.metric}\`, by which halving chooses, ` +
        `none of ${finished} finished trials did. Set \`metric\` of \`stop\` to one that the program reports.`,
    );
  }
}

interface Ranked {
  readonly tier: Tier;
  readonly stage: Stage;
  readonly before: readonly Observation[];
  readonly ranking: Ranking;
}

/** A misspelt metric would end every trial at the first rung. Where all trials failed, the selection says so. */
function expectSomebody(phase: Phase, { tier, stage, before, ranking }: Ranked): void {
  const finished = before.filter(({ status }) => status === 'complete').length;
  if (stage.kind === 'rung' && finished > 0 && ranking.go_on.length === 0)
    throw new NobodyGoesOnError(phase, tier, finished);
}
