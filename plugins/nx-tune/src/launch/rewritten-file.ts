import { writeJson } from '../results/json.js';

/**
 * A JSON file that is written again and again, never two writes at once: those asked for meanwhile become one. Trouble
 * with it is told once, and does not end the run.
 */
export class RewrittenFile {
  readonly #path: string;
  readonly #content: () => Promise<unknown>;
  readonly #onTrouble: (error: Error) => void;
  #writing: Promise<void> | undefined;
  #again = false;
  #told = false;

  constructor(path: string, content: () => Promise<unknown>, onTrouble: (error: Error) => void) {
    this.#path = path;
    this.#content = content;
    this.#onTrouble = onTrouble;
  }

  /** Resolves when what is so now is on disk, or could not be written. Never rejects. */
  write(): Promise<void> {
    this.#again = true;
    return (this.#writing ??= this.#writeAll());
  }

  async #writeAll(): Promise<void> {
    while (this.#again) {
      this.#again = false;
      try {
        await writeJson(this.#path, await this.#content());
      } catch (error) {
        if (!this.#told) this.#onTrouble(error as Error);
        this.#told = true;
      }
    }
    this.#writing = undefined;
  }
}
