import type { Problem } from '../spec/types.js';
import { formatProblems } from '../spec/index.js';

/** The pipeline file has mistakes: nothing was run. */
export class PipelineError extends Error {
  override readonly name = 'PipelineError';

  constructor(problems: readonly Problem[], readSource: (file: string) => string | undefined) {
    const count = problems.length === 1 ? '1 mistake' : `${problems.length} mistakes`;
    super(`Nothing was run: ${count} in the pipeline file.\n\n${formatProblems(problems, readSource)}`);
  }
}

/** The pipeline file was edited between the moment nx planned the run and now. */
export class DefinitionChangedError extends Error {
  override readonly name = 'DefinitionChangedError';

  constructor(trial: string, file: string) {
    super(`${file} changed after this run began, so ${trial} was not run. Run the same command again.`);
  }
}

/** Source files were edited while the run goes on: what it would run now is not what nx hashed. */
export class SourcesChangedError extends Error {
  override readonly name = 'SourcesChangedError';

  constructor(trial: string) {
    super(
      `The program's sources changed after this run began, so ${trial} was not started. Run the same command again.`,
    );
  }
}

/** A file that an earlier target should have left. */
export class MissingUpstreamError extends Error {
  override readonly name = 'MissingUpstreamError';

  constructor(trial: string, file: string) {
    super(
      `Expected ${file} before ${trial} starts, found no such file. Run \`nx run\` on the pipeline's tune target, which makes it first.`,
    );
  }
}

/** The program could not be started at all. It says nothing about the trial's values, so no result is recorded. */
export class ProgramNotStartedError extends Error {
  override readonly name = 'ProgramNotStartedError';

  constructor(command: readonly string[], cause: Error) {
    super(
      `Expected \`program.command\` to be a program that can be started, got \`${command.join(' ')}\`: ${cause.message}. ` +
        'It is started in the workspace root, without a shell.',
      { cause },
    );
  }
}

/** The run is being stopped. Nothing of the trial is recorded; its checkpoint stays. */
export class InterruptedError extends Error {
  override readonly name = 'InterruptedError';
  /** Whether its program ran in this run. */
  readonly started: boolean;

  constructor(trial: string, started: boolean) {
    super(
      started
        ? `${trial} was interrupted. The same command continues it.`
        : `${trial} was not started, since the run is stopping. The same command runs it.`,
    );
    this.started = started;
  }
}

/**
 * The disk is full, the results folder cannot be written, or it went away: that says nothing about the trial's values,
 * so no result is recorded.
 */
export class StorageError extends Error {
  override readonly name = 'StorageError';

  constructor(facts: { id: string; folder: string; why: string; cause?: unknown }) {
    super(
      `Expected the files of ${facts.id} in ${facts.folder} to be written, got ${facts.why}. ` +
        'Nothing of it is recorded. Make the folder writable, with room in it, and run the same command again.',
      { cause: facts.cause },
    );
  }
}

/** A trial's files were changed or deleted after it had ended, while others still ran. */
export class ResultSpoiledError extends Error {
  override readonly name = 'ResultSpoiledError';

  constructor(trial: string, folder: string, why: string) {
    super(
      `Expected the results of ${trial} in ${folder} to be as this run has written them, but ${why}. ` +
        'Run the same command again.',
    );
  }
}
