import { mostAt, stageName, stagesOf, type KnownTargets } from '../spec/index.js';
import type { Spec } from '../spec/types.js';
import { nameOf, type TrialRef } from '../trial/definition.js';
import { changedParts, checkReceipt } from '../trial/receipt.js';
import { contendersOf } from '../select/contenders.js';
import { lostTier } from '../select/failures.js';
import { nextIncumbent } from '../select/incumbent.js';
import { isUsable, rank } from '../select/rank.js';
import type { Incumbent } from '../results/types.js';
import { finishJob } from './finish.js';
import { ForeseenFacts, refsOf, type TierRef } from './foreseen.js';
import type { Job } from './job.js';
import { pastSeconds } from './past-seconds.js';
import { planTrial, type PlannedTrial } from './planned-trial.js';
import { prepareJob } from './prepare.js';
import { observationOf } from './record.js';
import { skipOf, skippedObservation } from './skip.js';
import { twinOf } from './take-over.js';
import { vouchedMetrics } from './trial-task.js';

/**
 * What becomes of a trial or a program: `may-run` where it has a result that counts only if what has to run before it
 * comes to the same as before.
 */
export type Fate =
  { readonly kind: 'cached' | 'skipped' } | { readonly kind: 'run' | 'may-run'; readonly reason: string };

export interface TierPlan {
  readonly phase: string;
  readonly tier: string;
  /** `rung-1`, `seed-1`; absent for the trials themselves. */
  readonly stage?: string;
  readonly trials: readonly { readonly trial: string; readonly fate: Fate }[];
  /** How many of them can run at all: of a stage, those that go on. */
  readonly most: number;
  /** Mean of past trials of the tier, or of the phase; absent where none has run. */
  readonly secondsEach?: number;
}

export interface PipelinePlan {
  readonly prepare?: Fate;
  readonly tiers: readonly TierPlan[];
  readonly finish?: Fate;
  /** Why nothing comes after these: a gate stays closed, or too many trials failed. */
  readonly blocked?: string;
}

/** Thinks a run through without running anything or writing a file. @throws NoSourcesError, ResultFileError */
export async function planPipeline(
  workspaceRoot: string,
  spec: Spec,
  targets: KnownTargets,
): Promise<PipelinePlan> {
  const facts = new ForeseenFacts(workspaceRoot, targets);
  const prepare = spec.prepare && (await fateOf(await prepareJob(workspaceRoot, spec)));
  if (prepare && prepare.kind !== 'cached') facts.unready = 'the prepared data';
  const begun = { ...(prepare && { prepare }) };
  const tiers: TierPlan[] = [];
  for (const phase of spec.phases) {
    const start = facts.current;
    for (const tier of phase.tiers) {
      for (const stage of [undefined, ...stagesOf(phase)])
        tiers.push(await planTier(facts, { spec, phase, tier, ...(stage && { stage }) }));
      const blocked = conclude(facts, { spec, phase, tier }, start);
      if (blocked !== undefined) return { ...begun, tiers, blocked };
    }
  }
  const finish = spec.finish && (await planFinish(facts, spec));
  return { ...begun, tiers, ...(finish && { finish }) };
}

async function planTier(facts: ForeseenFacts, at: TierRef): Promise<TierPlan> {
  const { spec, phase, tier, stage } = at;
  const trials: TierPlan['trials'][number][] = [];
  for (const ref of refsOf(at)) trials.push({ trial: nameOf(ref), fate: await fateOfTrial(facts, ref) });
  const secondsEach = await pastSeconds(facts.results(spec), at);
  return {
    phase: phase.name,
    tier: tier.tier,
    ...(stage && { stage: stageName(stage) }),
    most: stage ? mostAt(phase, stage, tier.trials) : tier.trials,
    trials,
    ...(secondsEach === undefined ? {} : { secondsEach }),
  };
}

async function fateOfTrial(facts: ForeseenFacts, ref: TrialRef): Promise<Fate> {
  const open = facts.openFor(ref);
  if (open !== undefined) return behind(facts, ref, open);
  const skip = await skipOf(facts, ref);
  if (skip !== undefined) {
    facts.know(skippedObservation(ref, skip));
    return { kind: 'skipped' };
  }
  const planned = await planTrial(facts, ref);
  const verdict = await checkReceipt(planned.folder, planned.inputs);
  switch (verdict.kind) {
    case 'valid': {
      const { status } = verdict.receipt;
      const metrics = await vouchedMetrics(planned, verdict.receipt);
      facts.know(observationOf(planned, status, { ...verdict.receipt, metrics }));
      return { kind: 'cached' };
    }
    case 'inputs-changed':
      return (
        (await foreseenTwin(facts, planned)) ?? {
          kind: 'run',
          reason: changedParts(verdict.receipt, planned.parts),
        }
      );
    default:
      return (await foreseenTwin(facts, planned)) ?? { kind: 'run', reason: verdict.reason };
  }
}

/** A result that would be taken over counts as cached. */
async function foreseenTwin(facts: ForeseenFacts, planned: PlannedTrial): Promise<Fate | undefined> {
  const twin = await twinOf(facts, planned);
  if (twin === undefined) return undefined;
  const { metrics, receipt, ...same } = twin;
  facts.know(observationOf(planned, 'complete', { metrics, outputs: receipt.outputs, same_as: same }));
  return { kind: 'cached' };
}

/**
 * A trial behind what has to run first: without a result it runs in any case, unless it is a stage, with one it depends
 * on that.
 */
async function behind(facts: ForeseenFacts, ref: TrialRef, open: string): Promise<Fate> {
  const results = facts.results(ref.spec);
  const folder = results.path(results.layout.trial(nameOf(ref)));
  const verdict = await checkReceipt(folder, '');
  if (verdict.kind === 'inputs-changed')
    return { kind: 'may-run', reason: `unless ${open} comes to the same as before` };
  if (ref.stage) return { kind: 'may-run', reason: 'if it is among those that go on' };
  return { kind: 'run', reason: verdict.kind === 'valid' ? 'it has not run yet' : verdict.reason };
}

/** Selects, as the tier's and the phase's select would. @returns why nothing can follow, if that is so */
function conclude(facts: ForeseenFacts, at: TierRef, start: Incumbent | undefined): string | undefined {
  const { spec, phase, tier } = at;
  const tiers = phase.tiers.slice(0, phase.tiers.indexOf(tier) + 1);
  const trials = tiers.flatMap((each) => allRefsOf({ spec, phase, tier: each })).map(nameOf);
  const known = facts.known(trials);
  facts.winnerOf = `the winner of phase ${phase.name}, tier ${tier.tier},`;
  facts.current = undefined;
  if (start === undefined || known.length < trials.length) return undefined;
  if (start.converged) {
    facts.current = start;
    return undefined;
  }
  const [best] = rank(
    contendersOf(phase, known).map(({ judged }) => judged),
    phase,
  );
  if (lostTier(phase, known, spec.runtime.maxFailed)) return `too many trials of phase ${phase.name} failed`;
  if (!best || !isUsable(best.observation)) return `no trial of phase ${phase.name} reported its objective`;
  const last = tiers.length === phase.tiers.length;
  if (last && !best.passes && spec.runtime.gate === 'stop')
    return `the gate of phase ${phase.name} is closed`;
  const next = nextIncumbent(spec, start, { phase, winner: best.observation });
  facts.current = last ? facts.closed(spec, phase, next) : next;
  return undefined;
}

async function planFinish(facts: ForeseenFacts, spec: Spec): Promise<Fate> {
  const { current, workspaceRoot } = facts;
  if (current && facts.unready === undefined) return fateOf(await finishJob(workspaceRoot, spec, current));
  const results = facts.results(spec);
  const verdict = await checkReceipt(results.path(results.layout.finish), '');
  const open = facts.unready ?? facts.winnerOf;
  return verdict.kind === 'inputs-changed'
    ? { kind: 'may-run', reason: `unless ${open} comes to the same as before` }
    : { kind: 'run', reason: 'it has not run yet' };
}

async function fateOf({ folder, inputs }: Job): Promise<Fate> {
  const verdict = await checkReceipt(folder, inputs);
  return verdict.kind === 'valid' ? { kind: 'cached' } : { kind: 'run', reason: verdict.reason };
}

/** The trials of a tier and all their stages. */
const allRefsOf = (at: TierRef): TrialRef[] => [
  ...refsOf(at),
  ...stagesOf(at.phase).flatMap((stage) => refsOf({ ...at, stage })),
];
