import type { Fate, PipelinePlan, TierPlan } from '../../launch/plan.js';
import { groupByReason } from '../../select/failures.js';
import { formatDuration } from '../../report/numbers.js';

type Kind = Fate['kind'];

/** In the order in which they are told. */
const SAID: Readonly<Record<Kind, string>> = {
  run: 'to run',
  'may-run': 'that may run',
  cached: 'cached',
  skipped: 'to skip',
};

/** What `plan` prints: the whole in one line, then a part for each tier with the reasons. No final line break. */
export function describePlan(pipeline: string, plan: PipelinePlan): string {
  const { prepare, tiers, finish, blocked } = plan;
  return [
    `Plan of ${pipeline}: trials ${counts(tiers.flatMap(({ trials }) => trials))}`,
    ...estimate(tiers),
    ...(prepare ? [`prepare: ${one(prepare)}`] : []),
    ...tiers.flatMap(tierLines),
    ...(blocked === undefined ? [] : [`Nothing after that: ${blocked}.`]),
    ...(finish ? [`finish: ${one(finish)}`] : []),
    "Nothing was run. Results that only nx's own cache still holds are restored from it, not run.",
  ].join('\n');
}

const one = (fate: Fate): string =>
  'reason' in fate ? `${SAID[fate.kind]}, ${fate.reason}` : SAID[fate.kind];

function tierLines({ phase, tier, stage, trials, secondsEach }: TierPlan): string[] {
  const reasons = (['run', 'may-run'] as const).flatMap((kind) => {
    const those = trials.flatMap(({ trial, fate }) =>
      fate.kind === kind ? [{ trial, reason: `${SAID[kind]}, ${fate.reason}` }] : [],
    );
    return those.length === 0 ? [] : groupByReason(those).split('\n');
  });
  const each = secondsEach === undefined ? '' : `, ${formatDuration(secondsEach)} each so far`;
  return [`${phase} ${tier}${stage === undefined ? '' : ` ${stage}`}: ${counts(trials)}${each}`, ...reasons];
}

function counts(trials: TierPlan['trials']): string {
  const told = (Object.keys(SAID) as Kind[]).flatMap((kind) => {
    const count = trials.filter(({ fate }) => fate.kind === kind).length;
    return count === 0 ? [] : [`${count} ${SAID[kind]}`];
  });
  return told.join(', ');
}

/** Device time, by what past trials took: how many devices share it is not for a plan to know. */
function estimate(tiers: readonly TierPlan[]): string[] {
  const unknown = tiers.filter(
    ({ trials, secondsEach }) => secondsEach === undefined && trials.some(({ fate }) => 'reason' in fate),
  );
  const [least, most] = [['run'], ['run', 'may-run']].map((kinds) =>
    tiers.reduce((sum, tier) => sum + (tier.secondsEach ?? 0) * countOf(tier, kinds), 0),
  ) as [number, number];
  const names = [...new Set(unknown.map(({ phase, tier }) => `${phase} ${tier}`))].join(', ');
  if (most === 0) return names === '' ? [] : [`Device time: unknown, since no trial of ${names} has run`];
  const range = most > least ? `${hours(least)} to ${hours(most)}` : hours(least);
  const beside = names === '' ? '' : `, less ${names}, of which no trial has run`;
  return [`Device time: about ${range}${beside}`];
}

/** Of a stage no more than go on to it. */
function countOf({ trials, most }: TierPlan, kinds: readonly string[]): number {
  return Math.min(most, trials.filter(({ fate }) => kinds.includes(fate.kind)).length);
}

const hours = (seconds: number): string => `${Number((seconds / 3600).toPrecision(2))} h`;
