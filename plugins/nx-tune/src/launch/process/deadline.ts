/** Timers hold 31 bits; a longer one fires at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/**
 * Calls `fire` once when no time is left, by a clock that does not jump. `left` is asked again whenever a timer ends,
 * so that it may grow meanwhile. Gives a function that cancels.
 */
export function whenDue(left: () => number, fire: () => void): () => void {
  let cancelled = false;
  let timer: NodeJS.Timeout | undefined;
  const look = (): void => {
    if (cancelled) return;
    const wait = left();
    // After a pause of the whole process the timer comes before the output that arrived meanwhile: read that first.
    if (wait > 0) timer = setTimeout(() => setImmediate(look), Math.min(wait, LONGEST_TIMER_MS));
    else fire();
  };
  timer = setTimeout(() => setImmediate(look), Math.min(Math.max(left(), 0), LONGEST_TIMER_MS));
  return () => {
    cancelled = true;
    clearTimeout(timer);
  };
}
