import type { Phase, Spec } from '../spec/types.js';

/** Globs of the files that a phase's trials are made from. */
export const trialSources = (spec: Spec, phase: Phase): readonly string[] => [
  ...spec.program.sources,
  // After the program's, so that a phase can take back in what the program excludes for all.
  ...phase.sources,
];
