import { digestOf } from '../results/digest.js';
import type { Incumbent } from '../results/types.js';
import type { Phase } from '../spec/types.js';

/**
 * The incumbent at the end of a cycle, marked where it is the one that the cycle began with: a further cycle would
 * search in narrower ranges around the same point, and is not run.
 *
 * @param begun the incumbent at the end of the cycle before
 */
export const marked = (ended: Incumbent, begun: Incumbent | undefined): Incumbent =>
  begun !== undefined && digestOf([ended.params, ended.upstream]) === digestOf([begun.params, begun.upstream])
    ? { ...ended, converged: true }
    : ended;

/** Why a phase is not searched any more, for people. */
export const convergedReason = ({ cycle }: Phase): string =>
  `${cycle === 3 ? 'cycle 2' : `a cycle before cycle ${cycle}`} ended with the incumbent that it began with`;
