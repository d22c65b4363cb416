import { readFileSync } from 'node:fs';

/** Values that a script in this folder computed. A key that is missing or of another type is an error. */
export interface Fixture {
  readonly number: (key: string) => number;
  readonly array: (key: string) => Float64Array;
}

/** Reads `<name>.json` of this folder. */
export function readFixture(name: string): Fixture {
  const url = new URL(`./${name}.json`, import.meta.url);
  const values = JSON.parse(readFileSync(url, 'utf8')) as Record<string, unknown>;
  return {
    number: (key) => {
      const value = values[key];
      if (typeof value !== 'number')
        throw new TypeError(`Expected \`${key}\` in ${name}.json to be a number.`);
      return value;
    },
    array: (key) => {
      const value = values[key];
      if (!Array.isArray(value)) throw new TypeError(`Expected \`${key}\` in ${name}.json to be a list.`);
      return Float64Array.from(value as number[]);
    },
  };
}
