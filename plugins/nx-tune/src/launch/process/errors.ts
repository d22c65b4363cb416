/** A program could not be started. */
export class SpawnError extends Error {
  override readonly name = 'SpawnError';

  constructor(facts: { argv: readonly string[]; cwd: string; cause: unknown }) {
    const command = facts.argv[0] ?? '';
    const why = facts.cause instanceof Error ? facts.cause.message : String(facts.cause);
    super(`Could not start \`${command}\` in ${facts.cwd}: ${why}`, { cause: facts.cause });
  }
}

/** A small program that was asked for its output failed. */
export class ToolError extends Error {
  override readonly name = 'ToolError';

  constructor(facts: { argv: readonly string[]; detail: string }) {
    super(`\`${facts.argv.join(' ')}\` failed: ${facts.detail}`);
  }
}

/** The process that ends programs whose runner was killed does not stay up. */
export class GuardianError extends Error {
  override readonly name = 'GuardianError';

  constructor(facts: { script: string; starts: number }) {
    super(
      `The guardian ended ${facts.starts} times (node ${facts.script}). Programs go on, ` +
        'but would outlive this process if it were killed with SIGKILL.',
    );
  }
}
