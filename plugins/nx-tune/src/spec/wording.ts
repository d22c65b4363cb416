/** How names and values are shown in messages about a pipeline file. */

const LONGEST_SHOWN = 60;

/** `` `0` (number) ``, `a list of 3`, `a map` or `nothing`. */
export function show(value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : `a list of ${value.length}`;
  if (typeof value === 'object') return Object.keys(value).length === 0 ? 'an empty map' : 'a map';
  return `${quote(String(value))} (${typeof value})`;
}

/** In backticks, on one line and not too long. */
export function quote(text: string): string {
  const line = printable(text.replace(/\s+/g, ' '));
  return line.length > LONGEST_SHOWN ? `\`${line.slice(0, LONGEST_SHOWN)}…\`` : `\`${line}\``;
}

/** `` `a`, `b` or `c` ``, or `` `a` and `b` `` with another word. */
export function listed(names: readonly string[], word = 'or'): string {
  const quoted = names.map(quote);
  const last = quoted.pop();
  if (last === undefined) return 'none';
  return quoted.length === 0 ? last : `${quoted.join(', ')} ${word} ${last}`;
}

/** `` one of `a`, `b` or `c` ``, but `` `a` or `b` ``. */
export function oneOf(names: readonly string[]): string {
  return names.length > 2 ? `one of ${listed(names)}` : listed(names);
}

/** Without control characters, so that a file can't drive the terminal; as long as before, so that columns hold. */
export function printable(text: string): string {
  // eslint-disable-next-line no-control-regex -- control characters are what it is about
  return text.replace(/[\u0000-\u001f\u007f-\u009f]/g, ' ');
}
