/** A result file that is missing, torn, or not what its name says. */
export class ResultFileError extends Error {
  override readonly name = 'ResultFileError';
  readonly file: string;

  constructor(file: string, found: string, options?: ErrorOptions) {
    super(`Expected ${file} to be a result file written by nx-tune, ${found}. Delete it and run the same command again.`, options);
    this.file = file;
  }
}
