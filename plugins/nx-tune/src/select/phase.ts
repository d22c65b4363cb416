import { rm } from 'node:fs/promises';
import { writeJson } from '../results/json.js';
import { FILES } from '../results/layout.js';
import { incumbentBefore, type Results } from '../results/read.js';
import type { Incumbent, Observation, PhaseResult, TrialRecord } from '../results/types.js';
import type { Phase, PhaseTier, Spec, Tier } from '../spec/types.js';
import { endBefore } from '../spec/index.js';
import { convergedReason, marked } from './convergence.js';
import { contendersOf } from './contenders.js';
import { lostTier, NoObjectiveError, TooManyFailedError, type FailedTrial } from './failures.js';
import { GateClosedError } from './gate.js';
import { nextIncumbent } from './incumbent.js';
import { isUsable, rank } from './rank.js';
import type { PhaseVerdict, Selection } from './selection.js';
import { summarize } from './summary.js';

const NOTHING_BEFORE: Incumbent = { params: {}, upstream: {} };

async function selection(
  results: Results,
  spec: Spec,
  phase: Phase,
  tiers: readonly PhaseTier[],
): Promise<Selection> {
  const observations = await results.observations(phase, tiers);
  const before = (await incumbentBefore(results, spec, phase)) ?? NOTHING_BEFORE;
  const contenders = contendersOf(phase, observations);
  const ranked = rank(
    contenders.map(({ judged }) => judged),
    phase,
  );
  return { spec, phase, results, observations, before, contenders, ranked };
}

/**
 * Best of a tier and those before it: the incumbent that the next tier searches around. The gate does not stop it.
 *
 * @returns undefined where the cycles have converged and nothing was searched
 */
export async function selectTier(
  results: Results,
  spec: Spec,
  phase: Phase,
  tier: Tier,
): Promise<Observation | undefined> {
  const upTo = phase.tiers.findIndex((each) => each.tier === tier) + 1;
  const made = await selection(results, spec, phase, phase.tiers.slice(0, upTo));
  const file = results.path(`${results.layout.phase(phase.name, tier)}/${FILES.incumbent}`);
  await rm(file, { force: true });
  if (made.before.converged) {
    await writeJson(file, made.before);
    return undefined;
  }
  const { records } = await recordsOf(made);
  const winner = winnerOf(made, records);
  await writeJson(file, nextIncumbent(spec, made.before, { phase, winner }));
  return winner;
}

export interface PhaseSelection {
  readonly summary: PhaseResult;
  /** Why the phase cannot be followed by another; absent where it can. */
  readonly error?: Error;
}

/**
 * Best of a phase among the trials that pass its gate, and the verdict on the gate. Writes incumbent.json only where
 * the next phase may start, and the summary always.
 */
export async function selectPhase(results: Results, spec: Spec, phase: Phase): Promise<PhaseSelection> {
  const made = await selection(results, spec, phase, phase.tiers);
  const file = results.path(`${results.layout.phase(phase.name)}/${FILES.incumbent}`);
  // First, so that no later phase can start from a winner of before.
  await rm(file, { force: true });
  const { records } = await recordsOf(made);
  const verdict = verdictOn(made, records);
  const incumbent = await incumbentAfter(made, verdict);
  if (incumbent && !verdict.error) await writeJson(file, incumbent);
  const summary = summarize(made, records, { ...verdict, incumbent });
  await writeJson(results.path(results.layout.phaseSummary(phase.name)), summary);
  return { summary, ...(verdict.error ? { error: verdict.error } : {}) };
}

async function incumbentAfter(
  { results, spec, phase, before }: Selection,
  { winner, status }: PhaseVerdict,
): Promise<Incumbent | undefined> {
  if (status === 'converged') return before;
  const earlier = endBefore(spec, phase);
  const incumbent = winner && nextIncumbent(spec, before, { phase, winner });
  return incumbent && earlier ? marked(incumbent, await results.incumbent(earlier.name)) : incumbent;
}

function verdictOn(made: Selection, records: readonly TrialRecord[]): PhaseVerdict {
  const { spec, phase, ranked } = made;
  if (made.before.converged) return { status: 'converged', reason: convergedReason(phase) };
  try {
    const winner = winnerOf(made, records);
    if (ranked[0]?.passes) return { status: 'complete', winner };
    const closed = new GateClosedError(phase, ranked);
    const open = spec.runtime.gate === 'warn';
    return { status: 'gate_failed', winner, reason: closed.message, ...(open ? {} : { error: closed }) };
  } catch (error) {
    if (!(error instanceof TooManyFailedError || error instanceof NoObjectiveError)) throw error;
    return { status: 'failed', reason: error.message, error };
  }
}

/** @throws TooManyFailedError, NoObjectiveError */
function winnerOf(
  { spec, phase, observations: all, ranked }: Selection,
  records: readonly TrialRecord[],
): Observation {
  const observations = all.filter(({ stage }) => !stage);
  const failed = failedTrials(observations, records);
  const lost = lostTier(phase, observations, spec.runtime.maxFailed);
  if (lost) {
    const where = {
      pipeline: spec.name,
      phase: phase.name,
      tier: lost.tier,
      trials: lost.trials,
      maxFailed: spec.runtime.maxFailed,
    };
    const ofTier = new Set(observations.filter(({ tier }) => tier === lost.tier).map(({ trial }) => trial));
    throw new TooManyFailedError(
      where,
      failed.filter(({ trial }) => ofTier.has(trial)),
    );
  }
  const best = ranked[0]?.observation;
  if (!best || !isUsable(best)) throw new NoObjectiveError(phase, failed, observations.length);
  return best;
}

function failedTrials(observations: readonly Observation[], records: readonly TrialRecord[]): FailedTrial[] {
  const reasons = new Map(records.map(({ trial, reason }) => [trial, reason]));
  return observations
    .filter(({ status }) => status === 'failed')
    .map(({ trial }) => ({ trial, reason: reasons.get(trial) ?? 'no reason recorded' }));
}

/** Records are for people: one that is missing or torn hides a duration or a reason, not a winner. */
async function recordsOf({ results, observations }: Selection): Promise<{ records: TrialRecord[] }> {
  const read = await Promise.all(
    observations.map(({ trial }) => results.record(trial).catch(() => undefined)),
  );
  return { records: read.filter((record): record is TrialRecord => record !== undefined) };
}
