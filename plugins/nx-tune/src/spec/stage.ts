import type { Phase } from './types.js';

/** A further run of trials of a tier, after the trials themselves: with a larger budget, or with another seed. */
export interface Stage {
  readonly kind: 'rung' | 'seed';
  /** From 1; the trial itself is rung 0 and seed 0. */
  readonly number: number;
}

type Staged = Pick<Phase, 'halving' | 'replicates'>;

/** The stages of each tier of a phase, in order: a rung for each budget but the first, then the further seeds. */
export const stagesOf = (phase: Staged): Stage[] => [
  ...numbered('rung', (phase.halving?.rungs.length ?? 1) - 1),
  ...numbered('seed', (phase.replicates?.seeds ?? 1) - 1),
];

const numbered = (kind: Stage['kind'], count: number): Stage[] =>
  Array.from({ length: count }, (_, at) => ({ kind, number: at + 1 }));

/** `rung-1` */
export const stageName = ({ kind, number }: Stage): string => `${kind}-${number}`;

/** The stage whose result a stage starts from; undefined where that is the trial itself. */
export function stageBefore(phase: Staged, { kind, number }: Stage): Stage | undefined {
  const rung = kind === 'rung' ? number - 1 : (phase.halving?.rungs.length ?? 1) - 1;
  return rung > 0 ? { kind: 'rung', number: rung } : undefined;
}

/** The ranking that says which trials a stage has: one for each rung, and one for all seeds. */
export const rankingOf = (stage: Stage): string => (stage.kind === 'rung' ? stageName(stage) : 'seeds');

/** The rankings of each tier of a phase, each with the first stage that it is for. */
export const rankingsOf = (phase: Staged): (readonly [string, Stage])[] =>
  stagesOf(phase)
    .filter(({ kind, number }) => kind === 'rung' || number === 1)
    .map((stage) => [rankingOf(stage), stage] as const);

/** How many trials of a tier of so many a stage has at most. */
export function mostAt({ halving, replicates }: Staged, { kind, number }: Stage, trials: number): number {
  // Beside the incumbent, which always goes on.
  let others = trials - 1;
  const rungs = kind === 'rung' ? number : (halving?.rungs.length ?? 1) - 1;
  for (let rung = 0; rung < rungs && others > 0; rung++)
    others = Math.max(1, Math.floor(others / halving!.eta));
  return kind === 'rung' ? others + 1 : Math.min(others + 1, replicates!.top);
}

/** What the budget parameter is set to; undefined where nothing is halved. */
export function budgetAt({ halving }: Staged, stage?: Stage): number | undefined {
  if (stage?.kind === 'seed') return halving?.rungs.at(-1);
  return halving?.rungs[stage?.number ?? 0];
}
