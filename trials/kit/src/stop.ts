/** Exit status of a program that saved a checkpoint because it was asked to stop. */
export const STOPPED = 75;

export interface StopRequest {
  /** True from the first SIGTERM or SIGINT on. */
  readonly requested: boolean;
  /** Lets pending signals arrive. A loop that never gives way to the event loop never learns that it should stop. */
  poll(): Promise<boolean>;
  /** Stops listening. */
  release(): void;
}

/** Takes over SIGTERM and SIGINT: from now on the program must ask whether it should stop, save, and exit with {@link STOPPED}. */
export function listenForStop(): StopRequest {
  let requested = false;
  const listener = (): void => {
    requested = true;
  };
  process.on('SIGTERM', listener);
  process.on('SIGINT', listener);
  return {
    get requested() {
      return requested;
    },
    async poll() {
      await new Promise((resolve) => setImmediate(resolve));
      return requested;
    },
    release() {
      process.off('SIGTERM', listener);
      process.off('SIGINT', listener);
    },
  };
}
