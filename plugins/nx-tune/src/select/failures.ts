import type { Observation } from '../results/types.js';
import type { Phase, Tier } from '../spec/types.js';

export interface FailedTrial {
  readonly trial: string;
  readonly reason: string;
}

/** More of a tier's trials failed than the pipeline allows. */
export class TooManyFailedError extends Error {
  override readonly name = 'TooManyFailedError';

  constructor(
    where: { pipeline: string; phase: string; tier: Tier; trials: number; maxFailed: number },
    failed: readonly FailedTrial[],
  ) {
    super(
      `Expected at most ${Math.round(where.maxFailed * 100)} % of tier ${where.tier} of phase \`${where.phase}\` to fail ` +
        `(\`runtime.max_failed\`), ${failed.length} of ${where.trials} trials did:\n${groupByReason(failed)}\n` +
        `Mend the cause and run the same command again, after \`nx run ${where.pipeline}:retry-failed\` if the program itself did not change.`,
    );
  }
}

/** Trials finished, but none of them with a number to select by. */
export class NoObjectiveError extends Error {
  override readonly name = 'NoObjectiveError';

  constructor(phase: Pick<Phase, 'name' | 'objective'>, failed: readonly FailedTrial[], trials: number) {
    super(
      `Expected a trial of phase \`${phase.name}\` to report its objective \`${phase.objective.metric}\`, ` +
        `none of ${trials} trials did.${failed.length > 0 ? ` Failed trials:\n${groupByReason(failed)}` : ''}`,
    );
  }
}

/** One line a reason, most frequent first, each with the trials it stopped. */
export function groupByReason(failed: readonly FailedTrial[]): string {
  const groups = new Map<string, string[]>();
  for (const { trial, reason } of failed) groups.set(reason, [...(groups.get(reason) ?? []), trial]);
  return [...groups]
    .sort((a, b) => b[1].length - a[1].length)
    .map(([reason, trials]) => `  ${trials.length} × ${reason}: ${shorten(trials)}`)
    .join('\n');
}

const shorten = (trials: readonly string[]): string =>
  trials.length <= 4 ? trials.join(', ') : `${trials.slice(0, 3).join(', ')} and ${trials.length - 3} more`;

/**
 * The first tier in which more trials failed than allowed, with the number of its trials that ran. Their stages do not
 * count: those who fail there are left behind.
 */
export function lostTier(
  phase: Phase,
  observations: readonly Observation[],
  maxFailed: number,
): { tier: Tier; trials: number } | undefined {
  return phase.tiers
    .map(({ tier, trials }) => {
      const of = (status: Observation['status']): number =>
        observations.filter((each) => !each.stage && each.tier === tier && each.status === status).length;
      return { tier, trials: trials - of('skipped'), failed: of('failed') };
    })
    .find(({ trials, failed }) => failed > 0 && failed > maxFailed * trials);
}
