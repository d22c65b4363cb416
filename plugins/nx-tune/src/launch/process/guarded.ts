/** What a runner tells its guardian, one JSON object a line. */
export type GuardMessage =
  /** Sent before the program is started, and again with its pid. Grace in ms. */
  | { readonly runId: string; readonly grace: number; readonly pid?: number }
  | { readonly runId: string; readonly ended: true };

/** The descriptor on which the guardian listens. */
export const GUARD_FD = 3;
