/** What an executor says when it fails: the message of the error; its stack too where nx was called with --verbose. */
export async function reporting(work: () => Promise<boolean>): Promise<{ success: boolean }> {
  try {
    return { success: await work() };
  } catch (error) {
    process.stderr.write(`${explain(error)}\n`);
    return { success: false };
  }
}

export function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return process.env['NX_VERBOSE_LOGGING'] === 'true' ? (error.stack ?? error.message) : error.message;
}

export const say = (text: string): void => void process.stdout.write(`${text}\n`);
