import type { Problem } from './types.js';
import { printable } from './wording.js';

const WIDTH = 100;

/**
 * For people: per file its name, then each problem as `line:column: message`, its hint, the source line and a caret.
 * `readSource` gives a file's text, or undefined when it can't be had; then the line is left out.
 */
export function formatProblems(
  problems: readonly Problem[],
  readSource: (file: string) => string | undefined,
): string {
  const files = [...new Set(problems.map((problem) => problem.file))];
  return files
    .map((file) => {
      const lines =
        readSource(file)
          ?.replace(/^\uFEFF/, '')
          .split(/\r\n|\n|\r/) ?? [];
      const own = problems.filter((problem) => problem.file === file);
      return [file, ...own.flatMap((problem) => formatProblem(problem, lines))].join('\n');
    })
    .join('\n\n');
}

function formatProblem(problem: Problem, lines: readonly string[]): string[] {
  const { line, column, message, hint } = problem;
  const text = [`  ${line}:${column}: ${message}`];
  if (hint !== undefined) text.push(`    hint: ${hint}`);
  const source = lines[line - 1];
  if (source !== undefined && source.trim() !== '') text.push(...excerpt(source, column - 1));
  return text;
}

/** The part of a line around a place, and a caret under the place. */
function excerpt(source: string, offset: number): string[] {
  const start = offset < WIDTH - 20 ? 0 : offset - WIDTH / 2;
  const line = printable(source.slice(start, start + WIDTH)).trimEnd();
  return [`      ${line}`, `      ${' '.repeat(Math.min(offset - start, line.length))}^`];
}
