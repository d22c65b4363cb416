import type { Spec } from '../spec/types.js';

/** What nx needs beyond the longest grace: the runner's own records, and the end of its descendants. */
const MARGIN_MS = 10_000;

let longest = 0;

/** Remembers the longest grace of the workspace's pipelines, as their files are read for the graph. */
export function noteGrace({ runtime }: Spec): void {
  longest = Math.max(longest, runtime.grace);
}

/**
 * Makes nx wait, when it stops, for programs that save a checkpoint: it kills what is left after 5 s otherwise.
 * Set by whoever starts nx, the variable stays as it is.
 */
export function extendKillGrace(): void {
  if (longest > 0) process.env['NX_PROCESS_KILL_GRACE_PERIOD'] ??= String(longest + MARGIN_MS);
}
