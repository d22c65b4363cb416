import type { Phase, Spec } from '../spec/types.js';

/**
 * Globs of the files that a phase's trials are made from, in groups: what one group excludes is excluded from it
 * alone, so that a phase can take back in what the program excludes for all.
 */
export const trialSources = (spec: Spec, phase: Phase): readonly (readonly string[])[] =>
  [spec.program.sources, phase.sources].filter((globs) => globs.length > 0);
