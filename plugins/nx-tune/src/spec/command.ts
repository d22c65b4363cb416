/** The arguments of a command line as a POSIX shell would split it, without expanding anything. Undefined when a quote is not closed. */
export function splitCommand(line: string): string[] | undefined {
  const found: string[] = [];
  let word: string | undefined;
  let quote: '"' | "'" | undefined;
  for (let i = 0; i < line.length; i++) {
    const char = line[i]!;
    if (char === quote) quote = undefined;
    else if (char === '\\' && escapes(quote, line[i + 1])) word = (word ?? '') + line[++i]!;
    else if (quote !== undefined) word = (word ?? '') + char;
    else if (char === '"' || char === "'") [quote, word] = [char, word ?? ''];
    else if (!/\s/.test(char)) word = (word ?? '') + char;
    else if (word !== undefined) {
      found.push(word);
      word = undefined;
    }
  }
  if (word !== undefined) found.push(word);
  return quote === undefined ? found : undefined;
}

/** A backslash is itself between single quotes, and between double quotes but before `"` and `\`; and at the very end. */
function escapes(quote: '"' | "'" | undefined, next: string | undefined): boolean {
  if (quote === "'" || next === undefined) return false;
  return quote === undefined || next === '"' || next === '\\';
}
