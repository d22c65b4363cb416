/** From a raw e-mail to the words that say what it is about. */
import { STOP_WORDS } from './stop-words.js';

/** Characters of a mail that count: long enough for its subject, short enough that long mails do not rule. */
const MAX_CHARACTERS = 4000;

const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  apos: "'",
  copy: ' ',
  gt: '>',
  lt: '<',
  nbsp: ' ',
  quot: '"',
  reg: ' ',
};

/**
 * The subject (unfolded) and the body of a mail; other headers are dropped, because they name the mail's list and its
 * route, not its content.
 */
export function subjectAndBody(mail: string): string {
  const end = /\r?\n\r?\n/.exec(mail);
  const head = end === null ? mail : mail.slice(0, end.index);
  const body = end === null ? '' : mail.slice(end.index + end[0].length);
  const subject = /^subject:(.*(?:\r?\n[ \t].*)*)/im.exec(head)?.[1] ?? '';
  return `${subject.trim()}\n${body}`;
}

/** Subject and body without markup, addresses and quotations: lower case, at most 4,000 characters. */
export function cleanText(mail: string): string {
  return unescapeEntities(
    subjectAndBody(mail)
      .replace(/=\r?\n/g, '')
      .replace(/^>.*$/gm, ' ')
      .replace(/<(style|script)\b[^]*?<\/\1\s*>/gi, ' ')
      .replace(/<[^>]*>/g, ' ')
      .replace(/\b(?:https?|ftp):\/\/\S+|\bwww\.\S+/gi, ' ')
      .replace(/\S+@\S+/g, ' '),
  )
    .slice(0, MAX_CHARACTERS)
    .toLowerCase();
}

/** Words of three or more letters a-z. */
export function tokens(text: string): string[] {
  return text.match(/[a-z]{3,}/g) ?? [];
}

export const withoutStopWords = (words: readonly string[]): string[] =>
  words.filter((word) => !STOP_WORDS.has(word));

function unescapeEntities(text: string): string {
  return text.replace(
    /&(?:#(\d{1,7})|([a-z]+));/gi,
    (whole, code: string | undefined, name: string | undefined) => {
      if (name !== undefined) return ENTITIES[name.toLowerCase()] ?? whole;
      const point = Number(code);
      return point <= 0x10ffff ? String.fromCodePoint(point) : ' ';
    },
  );
}
